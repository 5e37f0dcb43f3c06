// A disk that fills up while the result is written, as a small file system in memory that only these commands see.

#include <string>

#include <doctest/doctest.h>

#include "support/process.h"
#include "support/skipped.h"

namespace softmax::test {
namespace {

const std::string own_mounts = "unshare --map-root-user --mount sh -c ";

}  // namespace

TEST_CASE("a full disk is an error that leaves the older result, whole, and nothing else") {
  const TemporaryDirectory directory;
  if (run_script(own_mounts + "'mkdir disk && mount -t tmpfs -o size=64k tmpfs disk'", directory.path()).status != 0) {
    skipped("this system lets nobody mount a file system of their own");
    return;
  }
  const Finished finished = run_script(own_mounts + R"('
    mount -t tmpfs -o size=64k tmpfs disk
    echo older > disk/result.csv
    for name in new result; do
      seq 100000 | softmax -q --dim 0 -o disk/$name.csv || echo $?
    done
    seq 100000 | softmax -q --dim 0 > disk/redirected || echo $?
    rm disk/redirected
    cat disk/result.csv
    ls -A disk')",
                                       directory.path());
  CHECK(finished.output == "2\n2\n2\nolder\nresult.csv\n");
  CHECK(finished.errors ==
        "softmax: can't write disk/new.csv: No space left on device\n"
        "softmax: can't write disk/result.csv: No space left on device\n"
        "softmax: can't write standard output: No space left on device\n");
  CHECK(finished.status == 0);
}

}  // namespace softmax::test
