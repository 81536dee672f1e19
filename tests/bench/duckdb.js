// The whole pipe's work as one DuckDB query over Trivy entries, one a line: map, merge, count. Prints the counts of
// open findings by severity, which tests/bench/run compares with sm-derive's.
// usage: node duckdb.js MODULE ENTRIES.ndjson THREADS
const [, , module_path, file, threads] = process.argv;
const { DuckDBInstance } = require(module_path);

const query = `
with raw as (
  select * from read_json($file, format = 'newline_delimited', columns = {
    VulnerabilityID: 'VARCHAR', PkgName: 'VARCHAR', InstalledVersion: 'VARCHAR', FixedVersion: 'VARCHAR',
    Title: 'VARCHAR', Severity: 'VARCHAR', CreatedAt: 'TIMESTAMP', ArtifactName: 'VARCHAR', CweIDs: 'VARCHAR[]',
    PkgIdentifier: 'STRUCT(PURL VARCHAR)'})),
normalized as (
  select 'bench' as service, split_part(ArtifactName, ':', 1) as target, trim(coalesce(Title, VulnerabilityID)) as title,
    case lower(Severity) when 'critical' then 4 when 'high' then 3 when 'medium' then 2 when 'low' then 1 else 0 end as severity,
    upper(VulnerabilityID) as cve, CweIDs as cwe, split_part(PkgIdentifier.PURL, '@', 1) as package,
    InstalledVersion as version, FixedVersion as fixed_version, CreatedAt as seen from raw),
findings as (
  select service, cve, package, max(severity) as severity, min(seen) as first_seen, max(seen) as last_seen,
    list(distinct version) as versions, min(title) as title, min(target) as target, any_value(cwe) as cwe,
    max(fixed_version) as fixed_version, md5(service || cve || package) as id
  from normalized group by service, cve, package),
aged as (select *, datediff('day', first_seen, timestamp '2026-10-31 23:59:59') as age from findings)
select severity, service, count(*) as open, count(distinct target) as targets, count(distinct id) as ids,
  count(*) filter (fixed_version is not null) as fixable, median(age) as median_age, max(last_seen) as newest,
  count(*) filter (age > case severity when 4 then 15 when 3 then 30 when 2 then 90 else 180 end) as past_sla
from aged group by grouping sets ((), (severity), (service), (severity, service))`;

(async () => {
  const db = await DuckDBInstance.create(':memory:', { threads });
  const connection = await db.connect();
  const rows = (await connection.runAndReadAll(query.replace('$file', `'${file}'`))).getRowsJson();
  const names = ['info', 'low', 'medium', 'high', 'critical'];
  const counts = {};
  for (const [severity, service, open] of rows)
    if (severity !== null && service === null) counts[names[severity]] = Number(open);
  console.log(JSON.stringify(counts));
})();
