"""The part of OCSF 1.4.0 (schema.ocsf.io/1.4.0) that sm-render -f ocsf writes: attributes, types, what is required, and the
captions of ids, written down from the published schema by hand, as it can't be fetched in a test."""
import copy

TEXT, INT, TIME, BOOL, ANY = 'text', 'integer', 'time', 'boolean', 'any'
USER = {'name': TEXT, 'uid': TEXT, 'email_addr': TEXT}
OBJECTS = {  # attribute: type, or the name of an object; [x]: a list; `!`: required, `|`: one of these is
    'user': dict(USER, **{'|': ['name', 'uid', 'email_addr']}),
    'product': {'name': TEXT, 'vendor_name!': TEXT, 'uid': TEXT, 'version': TEXT},
    'metadata': {'version!': TEXT, 'product!': 'product', 'profiles': [TEXT], 'log_provider': TEXT, 'event_code': TEXT, 'uid': TEXT},
    'analytic': {'type_id!': INT, 'type': TEXT, 'uid': TEXT, 'name': TEXT, 'category': TEXT, 'desc': TEXT, 'version': TEXT},
    'finding_info': {'uid!': TEXT, 'title!': TEXT, 'analytic': 'analytic', 'created_time': TIME, 'first_seen_time': TIME,
                     'last_seen_time': TIME, 'modified_time': TIME, 'types': [TEXT], 'desc': TEXT, 'src_url': TEXT},
    'cwe': {'uid!': TEXT, 'caption': TEXT, 'src_url': TEXT},
    'cve': {'uid!': TEXT, 'related_cwes': ['cwe'], 'desc': TEXT, 'title': TEXT},
    'advisory': {'uid!': TEXT, 'desc': TEXT, 'title': TEXT},
    'affected_package': {'name!': TEXT, 'version!': TEXT, 'fixed_in_version': TEXT, 'purl': TEXT, 'package_manager': TEXT, 'path': TEXT},
    'file': {'name!': TEXT, 'type_id!': INT, 'type': TEXT, 'path': TEXT},
    'affected_code': {'file!': 'file', 'start_line': INT, 'end_line': INT},
    'vulnerability': {'cve': 'cve', 'cwe': 'cwe', 'advisory': 'advisory', 'affected_packages': ['affected_package'],
                      'affected_code': ['affected_code'], 'is_fix_available': BOOL, 'first_seen_time': TIME, 'last_seen_time': TIME,
                      'severity': TEXT, 'title': TEXT, 'desc': TEXT, '|': ['cve', 'cwe', 'advisory']},
    'resource_details': {'uid': TEXT, 'name': TEXT, 'type': TEXT, 'owner': 'user', 'region': TEXT, '|': ['name', 'uid']},
    'ticket': {'uid': TEXT, 'src_url': TEXT, 'title': TEXT, '|': ['src_url', 'uid']},
}
FINDING = {'class_uid!': INT, 'class_name': TEXT, 'category_uid!': INT, 'category_name': TEXT, 'activity_id!': INT,
           'activity_name': TEXT, 'type_uid!': INT, 'type_name': TEXT, 'severity_id!': INT, 'severity': TEXT, 'status_id': INT,
           'status': TEXT, 'status_detail': TEXT, 'confidence_id': INT, 'confidence': TEXT, 'time!': TIME, 'message': TEXT,
           'metadata!': 'metadata', 'finding_info!': 'finding_info', 'vulnerabilities': ['vulnerability'],
           'resources': ['resource_details'], 'unmapped': ANY,
           'assignee': 'user', 'ticket': 'ticket', 'verdict_id': INT, 'verdict': TEXT}  # the profile incident
CLASSES = {2002: ('Vulnerability Finding', dict({k: v for k, v in FINDING.items() if k != 'vulnerabilities'}, **{'vulnerabilities!': ['vulnerability']})),
           2004: ('Detection Finding', FINDING)}
CAPTIONS = {'activity': ('activity_id', 'activity_name', {1: 'Create', 2: 'Update', 3: 'Close'}),
            'severity': ('severity_id', 'severity', {0: 'Unknown', 1: 'Informational', 2: 'Low', 3: 'Medium', 4: 'High', 5: 'Critical', 6: 'Fatal'}),
            'status': ('status_id', 'status', {0: 'Unknown', 1: 'New', 2: 'In Progress', 3: 'Suppressed', 4: 'Resolved', 5: 'Archived'}),
            'confidence': ('confidence_id', 'confidence', {0: 'Unknown', 1: 'Low', 2: 'Medium', 3: 'High'}),
            'verdict': ('verdict_id', 'verdict', {1: 'False Positive', 2: 'True Positive'})}
PYTHON = {TEXT: str, INT: int, TIME: int, BOOL: bool}


def look(value, kind, where, bad):
    if kind == ANY:
        return
    if isinstance(kind, list):
        if not isinstance(value, list) or not value:
            bad.append('%s: no list, or an empty one' % where)
            return
        for i, v in enumerate(value):
            look(v, kind[0], '%s[%d]' % (where, i), bad)
    elif isinstance(kind, str) and kind in PYTHON:
        if type(value) is not PYTHON[kind] or (kind == TEXT and not value) or (kind in (INT, TIME) and value < 0):
            bad.append('%s: %r is no %s' % (where, value, kind))
        elif kind == TIME and 0 < value < 10 ** 11:
            bad.append('%s: %r are seconds' % (where, value))
    else:
        look_object(value, OBJECTS[kind] if isinstance(kind, str) else kind, where, bad)


def look_object(o, shape, where, bad):
    if not isinstance(o, dict):
        bad.append('%s: no object' % where)
        return
    kinds = {k.rstrip('!'): v for k, v in shape.items() if k != '|'}
    bad += ['%s.%s: required' % (where, k[:-1]) for k in shape if k.endswith('!') and k[:-1] not in o]
    if '|' in shape and not set(shape['|']) & set(o):
        bad.append('%s: none of %s' % (where, shape['|']))
    for k, v in o.items():
        if k not in kinds:
            bad.append('%s.%s: not in the schema' % (where, k))
        else:
            look(v, kinds[k], where + '.' + k, bad)


def faults(o):
    """What the schema has against an event; empty: nothing."""
    if not isinstance(o, dict) or o.get('class_uid') not in CLASSES:
        return ['class_uid']
    bad = []
    name, shape = CLASSES[o['class_uid']]
    look_object(o, shape, '', bad)
    if bad:
        return bad
    for key, caption, words in CAPTIONS.values():
        if (key in o) != (caption in o) or (key in o and words.get(o[key]) != o[caption]):
            bad.append('%s: %r is not %r' % (key, o.get(key), o.get(caption)))
    if o['category_uid'] != 2 or o.get('category_name') != 'Findings' or o.get('class_name') != name:
        bad.append('category or class')
    if o['type_uid'] != 100 * o['class_uid'] + o['activity_id'] or o.get('type_name') != name + ': ' + str(o.get('activity_name')):
        bad.append('type_uid')
    incident = {'assignee', 'ticket', 'verdict', 'verdict_id'} & set(o)
    if o['metadata']['version'] != '1.4.0' or (incident and 'incident' not in o['metadata'].get('profiles', [])):
        bad.append('version or profile')
    analytic = o['finding_info'].get('analytic', {'type_id': 1, 'type': 'Rule'})
    if (analytic['type_id'], analytic.get('type')) != (1, 'Rule'):
        bad.append('analytic')
    for v in o.get('vulnerabilities', []):
        for c in v.get('affected_code', []):
            if (c['file']['type_id'], c['file'].get('type')) != (1, 'Regular File'):
                bad.append('file type')
    return bad


def paths(o, at=()):
    """Every place of the event but those of `unmapped`, which is ours."""
    for k, v in o.items() if isinstance(o, dict) else enumerate(o):
        if at + (k,) == ('unmapped',):
            continue
        yield '.'.join(map(str, at + (k,)))
        if isinstance(v, (dict, list)):
            yield from paths(v, at + (k,))


def mutants(o):
    """Events with one thing wrong: a misspelt attribute, a value of another type, a required one gone."""
    for path in list(paths(o)):
        names = [int(n) if n.isdigit() else n for n in path.split('.')]
        for what in ('type', 'name'):
            mutant = copy.deepcopy(o)
            holder = mutant
            for n in names[:-1]:
                holder = holder[n]
            value = holder[names[-1]]
            if what == 'type':
                holder[names[-1]] = [value] if isinstance(value, dict) else {} if isinstance(value, list) else 17.5 if isinstance(value, str) else str(value)
            elif isinstance(holder, dict):
                holder[names[-1] + '_'] = holder.pop(names[-1])
            else:
                continue
            yield '%s of %s' % (what, path), mutant
    for name in ('class_uid', 'category_uid', 'activity_id', 'type_uid', 'severity_id', 'time', 'metadata', 'finding_info', 'type_name'):
        mutant = copy.deepcopy(o)
        del mutant[name]
        yield 'without ' + name, mutant
    for name in ('type_uid', 'activity_id', 'severity_id', 'status_id', 'category_uid'):
        mutant = copy.deepcopy(o)
        mutant[name] += 1
        yield 'another ' + name, mutant
