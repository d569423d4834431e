#!/bin/sh
# link-node.sh FOLDER VERSION
#
# Links an installed Node and its npm into FOLDER, where frontend-maven-plugin keeps the Node it manages, when it has
# the major version of VERSION (v20.20.2). Prints the version that the plugin should then ask for: that of the linked
# Node, or VERSION when there is none to link and the plugin has to download.
set -eu
folder=$1 wanted=$2

# Links of an earlier run go first: a download must never be unpacked through them into the system's folders.
for link in "$folder/node" "$folder/node_modules/npm"; do
  if [ -L "$link" ]; then rm "$link"; fi
done

# A Node that the plugin downloaded earlier stays.
if [ -x "$folder/node" ] && [ "$("$folder/node" --version)" = "$wanted" ]; then
  echo "$wanted"
  exit 0
fi

npm_of() {
  for npm in \
    "$(dirname "$(dirname "$(readlink -f "$1")")")/lib/node_modules/npm" \
    "$(dirname "$(dirname "$(readlink -f "$(command -v npm || echo "$1")")")")" \
    /usr/lib/node_modules/npm /usr/local/lib/node_modules/npm /usr/share/nodejs/npm
  do
    if [ -f "$npm/bin/npm-cli.js" ]; then
      echo "$npm"
      return
    fi
  done
  return 1
}

for node in "$(command -v node || true)" /usr/bin/node; do
  [ -x "$node" ] || continue
  version=$("$node" --version) || continue
  [ "${version%%.*}" = "${wanted%%.*}" ] || continue
  npm=$(npm_of "$node") || continue
  rm -rf "$folder/node" "$folder/node_modules"
  mkdir -p "$folder/node_modules"
  ln -s "$(readlink -f "$node")" "$folder/node"
  ln -s "$npm" "$folder/node_modules/npm"
  echo "$version"
  exit 0
done

echo "No installed Node ${wanted%%.*} with npm: Maven will download $wanted." >&2
echo "$wanted"
