#!/bin/sh
# @d4c/numjs 0.17.35 (npm), Node: nj.softmax of a matrix is one distribution over all its elements.
# A good guess: along the last axis, as in most libraries of neural networks, since there is no axis to give.
# Seen: the four numbers for [[1, 2], [3, 4]] add up to 1, and no row does.
# The consequence for checking a print: it is --dim all, and agrees with neither dim of the matrix.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @d4c/numjs@0.17.35
cat >softmax.cjs <<'JS'
const nj = require('@d4c/numjs').default ?? require('@d4c/numjs');
const rows = nj.softmax(nj.array([[1, 2], [3, 4]])).tolist();
console.log(rows.map((row) => row.map((p) => p.toFixed(4)).join(' ')).join('; '));
JS
seen=$(node softmax.cjs)
echo "$seen"
test "$seen" = '0.0321 0.0871; 0.2369 0.6439'
