#include <string>

#include <doctest/doctest.h>

#include "io/input.h"
#include "support/piped_input.h"
#include "support/refusal.h"

using namespace softmax;
using softmax::test::piped_input;
using softmax::test::refusal;

namespace {

std::string verdict(const std::string& bytes) {
  Input input = piped_input(bytes);
  return refusal([&] { refuse_packed(input); });
}

}  // namespace

TEST_CASE("text, .npy and what is shorter than any magic is not packed") {
  for (const std::string bytes :
       {"", "P", "PK", "PK,1\n", "PK\x03", "[1, 2]", "BZh9,2\n1,2\n", "(,\n", "\x93NUMPY\x01"}) {
    CHECK(verdict(bytes) == "accepted");
  }
}

TEST_CASE("bzip2 is known whatever its level") {
  for (const char level : {'1', '9'}) {
    CHECK(verdict(std::string("BZh") + level + "1AY&SY\x01") ==
          "expected text or .npy, found bzip2; unpack it first, with bzcat");
  }
}

TEST_CASE("nothing of the input is taken") {
  Input input = piped_input("[1, 2]");
  refuse_packed(input);
  CHECK(input.read_rest() == "[1, 2]");
}
