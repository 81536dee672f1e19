# Bash completion of the five commands of sm. Long options, and the words that an option takes where they are few.
_sm() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[0]##*/} words
    case $command:$prev in
        sm-render:-f | sm-render:--format) words='term markdown html csv json xlsx openmetrics sarif ocsf' ;;
        sm-render:--report) words=$(sm-render --list-reports 2>/dev/null | cut -f1 | sort -u) ;;
        sm-render:--audience) words=$(sm-render --list-reports 2>/dev/null | cut -f2 | sort -u) ;;
        sm-ingest:-f | sm-ingest:--format) words=$(sm-ingest --list-formats 2>/dev/null | cut -f1) ;;
        *)
            case $cur in
                -*) words="$("$command" --help 2>/dev/null | grep -o -e '--[a-z][a-z-]*' | sort -u)" ;;
                *) COMPREPLY=($(compgen -f -- "$cur")); return ;;
            esac ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o filenames -o bashdefault -F _sm sm-ingest sm-normalize sm-dedup sm-derive sm-render
