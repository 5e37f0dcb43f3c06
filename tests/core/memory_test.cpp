#include <sys/resource.h>

#include <limits>
#include <new>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/error.h"
#include "support/refusal.h"
#include "support/skipped.h"

using namespace softmax;
using softmax::test::refusal;

TEST_CASE("with_memory returns what its action returns") {
  CHECK(with_memory([] { return 7; }, [] { return memory_error("nothing"); }) == 7);
}

TEST_CASE("refused memory becomes an error that says how much was needed and for what") {
  // The limit of this process would be named, too.
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_AS, &limit) == 0);
  if (limit.rlim_cur != RLIM_INFINITY) {
    softmax::test::skipped("this process has a limit of memory, which messages name");
    return;
  }
  const auto refused = [] {
    return memory_error(8e9, tensor_text("tensor", {1000, 1000000}, Dtype::float64), "x.npy");
  };
  const std::string message =
      "needs at least 8.00 GB of memory for the tensor of shape (1000, 1000000) in float64, and the system refuses it";
  CHECK(refusal([&] { with_memory([] { throw std::bad_alloc(); }, refused); }) == message);
  // A vector that could never hold as many throws something else.
  std::vector<double> values;
  CHECK(refusal([&] { with_memory([&] { values.resize(std::numeric_limits<std::size_t>::max() / 8); }, refused); }) ==
        message);
  CHECK(memory_error(8e9, "it", "x.npy").place().source == "x.npy");
  CHECK(std::string(memory_error("the tensor").what()) == "needs more memory for the tensor than the system gives");
}

TEST_CASE("other errors pass through") {
  CHECK(refusal([] { with_memory([] { throw Error("another"); }, [] { return memory_error("nothing"); }); }) ==
        "another");
}
