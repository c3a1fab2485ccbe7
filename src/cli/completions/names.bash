
# Names of topics, languages and countries come from the program; everything
# else is completed by the function above.
_iomkb_names() {
    local line="${COMP_LINE:0:COMP_POINT}" words=() word="" raw="" quote="" escaped=""
    local char command="" flag kind="" value="$word" head="" open=0 i
    # The line up to the cursor in words, as the shell reads it.
    for ((i = 0; i < ${#line}; i++)); do
        char="${line:i:1}"
        if [[ -n "$escaped" ]]; then
            word+="$char" raw+="$char" escaped=""
        elif [[ "$char" == "\\" && "$quote" != "'" ]]; then
            raw+="$char" escaped=1
        elif [[ -n "$quote" && "$char" == "$quote" ]]; then
            raw+="$char" quote=""
        elif [[ -z "$quote" && ( "$char" == "'" || "$char" == '"' ) ]]; then
            raw+="$char" quote="$char" open=${#word}
        elif [[ -z "$quote" && "$char" == [[:space:]] ]]; then
            [[ -n "$raw" ]] && words+=("$word")
            word="" raw=""
        else
            word+="$char" raw+="$char"
        fi
    done
    for char in "${words[@]:1}"; do
        if [[ " @COMMANDS@ " == *" $char "* ]]; then
            command="$char"
            break
        fi
    done
    flag="" value="$word"
    if [[ "$word" == --*=* ]]; then
        flag="${word%%=*}" value="${word#*=}"
    elif ((${#words[@]})); then
        flag="${words[${#words[@]} - 1]}"
    fi
    case "$command $flag" in
@CASES@
    esac
    if [[ -z "$kind" || "$value" == -* ]]; then
        _iomkb "$@"
        return
    fi
    compopt +o bashdefault +o default 2>/dev/null
    # Readline replaces only what stands after the last quote, colon or
    # equals sign: what is before it is taken off the names.
    [[ -z "$quote" ]] && head="${raw%"$2"}"
    COMPREPLY=()
    while IFS= read -r word; do
        [[ "$flag" == --* && "$raw" == --*=* ]] && word="$flag=$word"
        case "$quote" in
            "") printf -v word "%q" "$word"; word="${word//\\,/,}" ;;
            "'") [[ "$word" == *"'"* ]] && continue ;;
            *) [[ "$word" == *[\"\$\`\\!]* ]] && continue ;;
        esac
        if [[ -n "$quote" ]]; then
            COMPREPLY+=("${word:open}")
        else
            COMPREPLY+=("${word#"$head"}")
        fi
    done < <("${1/#\~/$HOME}" complete "$kind" -- "$value" "${words[@]}" 2>/dev/null)
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _iomkb_names -o nosort -o bashdefault -o default iomkb
else
    complete -F _iomkb_names -o bashdefault -o default iomkb
fi
