// What the whole pipe does, as SQL for DuckDB over Trivy entries that are already one a line: map, merge, then the metrics of
// the period by their breakdowns and the lists of sm-derive. Prints them as NDJSON, which tests/bench/run compares with
// sm-derive's. With `counts` for WHAT only counts of open findings by severity and service: the least that can be asked.
// usage: node duckdb.js MODULE ENTRIES.ndjson THREADS [counts]
const [, , module_path, file, threads, what] = process.argv;
const { DuckDBInstance } = require(module_path);

const merged = `
with raw as (
  select * from read_json('${file}', format = 'newline_delimited', columns = {
    VulnerabilityID: 'VARCHAR', PkgName: 'VARCHAR', InstalledVersion: 'VARCHAR', FixedVersion: 'VARCHAR',
    Title: 'VARCHAR', Severity: 'VARCHAR', CreatedAt: 'TIMESTAMP', ArtifactName: 'VARCHAR', CweIDs: 'VARCHAR[]',
    PublishedDate: 'TIMESTAMP', PkgIdentifier: 'STRUCT(PURL VARCHAR)'})),
normalized as (
  select 'bench' as service, split_part(ArtifactName, ':', 1) as target, trim(coalesce(Title, VulnerabilityID)) as title,
    case lower(Severity) when 'critical' then 'critical' when 'high' then 'high' when 'medium' then 'medium'
      when 'low' then 'low' else 'info' end as severity,
    upper(VulnerabilityID) as cve, CweIDs as cwe, split_part(PkgIdentifier.PURL, '@', 1) as package, PkgName as component,
    InstalledVersion as version, FixedVersion as fixed_version, CreatedAt as seen, PublishedDate as published from raw),
merged as (
  select service, cve, package, min(component) as component, min(severity) as severity, min(seen) as first_seen,
    max(seen) as last_seen, min(title) as title, min(target) as target, any_value(cwe) as cwe, max(version) as version,
    max(fixed_version) as fixed_version, min(published) as published, count(*) as reports, md5(service || cve || package) as id
  from normalized group by service, cve, package)`;

const counted = `${merged},
findings as (select *, datediff('day', first_seen, timestamp '2026-10-31 23:59:59') as age from merged)
select severity, service, count(*) as open, count(distinct target) as targets, count(distinct id) as ids,
  count(*) filter (fixed_version is not null) as fixable, median(age) as median_age, max(last_seen) as newest,
  count(*) filter (age > case severity when 'critical' then 7 when 'high' then 30 when 'medium' then 90 else 180 end) as past_sla
from findings group by grouping sets ((), (severity), (service), (severity, service))`;

// Findings, with what is true of each in the period; what this export has nothing of (owners, tiers, decisions …) is a column
// all the same.
const findings = `create temp table findings as ${merged},
dated as (
  select *, 'container' as category, null::varchar as owner, null::varchar as product, null::varchar as tier,
    null::timestamp as resolved, null::timestamp as accepted, null::timestamp as reopened, null::timestamp as kev_added,
    null::double as epss, timestamp '2026-10-01' as s, timestamp '2026-10-31 23:59:59' as e,
    first_seen::date + to_days(case severity when 'critical' then 7 when 'high' then 30 when 'medium' then 90
      when 'low' then 180 end) as due from merged)
select *, first_seen <= e and (resolved is null or resolved > e) and accepted is null as is_open,
  first_seen < s and (resolved is null or resolved >= s) and accepted is null as was_open,
  first_seen between s and e as is_new, coalesce(resolved between s and e, false) as is_closed,
  coalesce(resolved between e - interval 12 month and e, false) as closed_lately,
  coalesce(accepted between s and e, false) as is_accepted, coalesce(reopened between s and e, false) as is_back,
  coalesce(due <= e, false) and (resolved is null or resolved > e) and accepted is null as is_overdue,
  coalesce(due between s and e, false) as fell_due, coalesce(resolved <= due, false) as in_time,
  coalesce(kev_added <= e, false) as is_kev,
  coalesce(epss >= 0.1, false) as is_likely, last_seen < e - interval 35 day as is_stale, datediff('day', first_seen, e) as age,
  datediff('day', first_seen, resolved) as took,
  case when published <= first_seen then datediff('day', published, first_seen) end as detect
from dated`;

// Few rows that say all that the breakdowns ask.
const cube = `create temp table cube as
select severity, service, category, owner, product, tier, is_open, was_open, is_new, is_closed, closed_lately, is_back,
  is_overdue, fell_due, in_time, is_kev, is_likely, is_stale, age, took, detect, count(*) as n, sum(reports) as reports
from findings group by all`;

const names = 'severity, service, category, owner, product, tier';
const each = (more) => ['', ...names.split(', ')].map((name) => `(${[name, more].filter(Boolean).join(', ')})`).join(', ');

const flows = `
select ${names}, grouping(${names}) as breakdown, sum(n) filter (is_open) as open_findings,
  sum(n) filter (was_open) as open_findings_at_start, sum(n) filter (is_new) as new_findings,
  sum(n) filter (is_closed) as closed_findings, sum(n) filter (closed_lately) as closed_findings_12_months,
  sum(n) filter (is_back) as reopened_findings, sum(n) filter (is_overdue) as overdue_findings,
  sum(n) filter (is_open) - coalesce(sum(n) filter (was_open), 0) as net_flow,
  sum(n) filter (is_overdue and severity = 'critical') as critical_older_than_sla,
  sum(n) filter (is_open and is_kev) as kev_open, sum(n) filter (is_open and is_likely) as epss_top,
  sum(n) filter (is_open and owner is null) / sum(n) filter (is_open) as missing_owner_ratio,
  coalesce(sum(n) filter (is_open and is_stale), 0) / sum(n) filter (is_open) as unverified_ratio,
  sum(reports - n) filter (is_open) / sum(reports) filter (is_open) as duplicate_ratio,
  coalesce(sum(n) filter (fell_due and in_time and severity = 'critical'), 0)
    / sum(n) filter (fell_due and severity = 'critical') as sla_compliance,
  sum(took * n) filter (is_closed) / sum(n) filter (is_closed) as time_to_resolve_mean_days
from cube group by grouping sets (${each('')})`;

const quantiles = (days, which, wanted) => `
with days as (
  select grouping(${names}) as breakdown, ${names}, ${days} as day, sum(n) as n from cube where ${which} and ${days} is not null
  group by grouping sets (${each(days)})),
ranks as (
  select *, sum(n) over (partition by breakdown, ${names} order by day) as upto,
    sum(n) over (partition by breakdown, ${names}) as total from days)
select breakdown, ${names}, ${wanted.map(([name, q]) => `min(day) filter (upto >= total * ${q}) as ${name}`).join(', ')}
from ranks group by breakdown, ${names}`;

const survival = `
with days as (
  select grouping(${names}) as breakdown, ${names}, coalesce(took, age) as day, sum(n) as n,
    coalesce(sum(n) filter (took is not null), 0) as ends
  from cube group by grouping sets (${each('coalesce(took, age)')})),
risk as (select *, sum(n) over (partition by breakdown, ${names} order by day desc) as at_risk from days),
curve as (
  select *, exp(sum(ln(greatest(1 - ends / at_risk, 1e-300))) over w) as s, lead(day) over w - day as width
  from risk window w as (partition by breakdown, ${names} order by day))
select breakdown, ${names}, min(day) filter (s <= 0.5) as time_to_resolve_km_median_days,
  min(day) + coalesce(sum(s * width), 0) as time_to_resolve_restricted_mean_days
from curve group by breakdown, ${names}`;

const groups = (name, from) => `
select ${name} as value, count(*) filter (is_open) as open, count(*) filter (was_open) as open_at_start,
  count(*) filter (is_new) as first_opened, count(*) filter (is_closed) as resolved, count(*) filter (is_back) as reopened,
  count(*) filter (is_accepted) as accepted, count(*) filter (is_open and severity = 'critical') as critical,
  count(*) filter (is_open and severity = 'high') as high, count(*) filter (is_open and fixed_version is not null) as fixable
from ${from} group by ${name}`;

const components = `create temp table components as ${groups('component', 'findings')}`;

const supplied = `(select *, regexp_extract(package, '^pkg:([^/]+/[^/]+)/', 1) as supplier from findings)`;
const top = 'order by open desc, critical desc, high desc, value';
const lists = {
  top_components: `select * from components ${top} limit 1000`,
  movement: 'select * from components order by open - open_at_start desc, value limit 1000',
  top_cwes: `${groups('cwe', '(select * replace (unnest(cwe) as cwe) from findings)')} ${top} limit 1000`,
  suppliers: `${groups('supplier', supplied)} ${top} limit 1000`,
  noisy_rules: `${groups('cve', 'findings')} having count(*) > 0.3 * (select count(*) from findings)`,
  critical_older_than_sla: `select id, title, service, owner, first_seen, due, fixed_version from findings
    where is_overdue and severity = 'critical' order by due, id limit 1000`,
  missing_owner: `select id, title, severity, service, category, target, first_seen, age from findings
    where is_open and owner is null order by severity, age desc, id limit 1000`,
};

(async () => {
  const db = await DuckDBInstance.create(':memory:', { threads });
  const connection = await db.connect();
  const print = async (sql, more) => {
    for (const row of (await connection.runAndReadAll(sql)).getRowObjectsJson()) console.log(JSON.stringify({ ...more, ...row }));
  };
  if (what === 'counts') return print(counted);
  for (const sql of [findings, cube, components]) await connection.run(sql);
  await print(flows);
  await print(quantiles('age', 'is_open', [['open_age_median_days', 0.5], ['open_age_p90_days', 0.9]]));
  await print(quantiles('detect', 'is_new', [['time_to_detect_median_days', 0.5]]));
  await print(quantiles('took', 'is_closed', [['time_to_resolve_median_days', 0.5], ['time_to_resolve_p90_days', 0.9]]));
  await print(survival);
  for (const [list, sql] of Object.entries(lists)) await print(sql, { list });
})();
