# Fish completion of the five commands of sm: long options from --help, the words of -f, --report and --audience.
for command in sm-ingest sm-normalize sm-dedup sm-derive sm-render
    complete -c $command -n 'string match -q -- "-*" (commandline -ct)' -a "($command --help 2>/dev/null | string match -ra -- '--[a-z][a-z-]*')"
    complete -c $command -s o -l output -r -d 'write to a file, whole or not at all'
    complete -c $command -l rejects -r -d 'where entries that cannot be used go'
end
complete -c sm-render -s f -l format -x -a 'term markdown html csv json xlsx openmetrics sarif ocsf'
complete -c sm-render -l report -x -a '(sm-render --list-reports 2>/dev/null | cut -f1 | sort -u)'
complete -c sm-render -l audience -x -a '(sm-render --list-reports 2>/dev/null | cut -f2 | sort -u)'
complete -c sm-ingest -s f -l format -r -a '(sm-ingest --list-formats 2>/dev/null | cut -f1)'
