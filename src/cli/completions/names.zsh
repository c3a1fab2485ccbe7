
# Names of topics, languages and countries come from the program.
_iomkb_names() {
    local -a names
    names=(${(f)"$(iomkb complete $1 -- "${(Q)PREFIX}" "--index=${(Q)opt_args[--index]}" 2>/dev/null)"})
    compadd -a names
}
