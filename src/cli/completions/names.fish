
# Names of topics, languages and countries come from the program.
function __fish_iomkb_names
    set -l start (commandline -ct | string replace -r -- '^--[^=]*=' '' | string trim -l -c '"\'' | string unescape)
    iomkb complete $argv[1] -- "$start" (commandline -opc) 2>/dev/null
end

