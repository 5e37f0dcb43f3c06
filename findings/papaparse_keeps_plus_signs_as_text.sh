#!/bin/sh
# Papa Parse 5.4.1 (npm), Node: `dynamicTyping: true` makes numbers of -1, .5 and 1e3, but +1 stays the text "+1", and
# so do whole numbers beyond 2^53 and numbers beyond the range of a double.
# A good guess: +1 is the number 1, as for every other reader of CSV; 9007199254740993 becomes 9007199254740992.
# Seen: both stay text, so a column of numbers has strings in it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund papaparse@5.4.1
cat >cells.mjs <<'JS'
import Papa from 'papaparse';
const read = Papa.parse('-1;+1;.5;1e3;9007199254740993;1e400', { delimiter: ';', dynamicTyping: true });
console.log(JSON.stringify(read.data[0]));
JS
seen=$(node cells.mjs)
echo "$seen"
test "$seen" = '[-1,"+1",0.5,1000,"9007199254740993","1e400"]'
