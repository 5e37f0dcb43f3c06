#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/printed/forms.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

/// "-2 | rest", "none", or the error.
std::string factor(const std::string& bytes) {
  std::string answer = "none";
  const std::string error = refusal([&] {
    const Text text("input", bytes);
    const auto found = read_factor(PrintText(text), text.begin());
    if (found) answer = fmt::format("{} | {}", found->power, std::string(found->end, text.end()));
  });
  return error == "accepted" ? answer : error;
}

}  // namespace

TEST_CASE("a common factor is a power of ten before an asterisk") {
  CHECK(factor("1.00000e-02 *\n 1 2") == "-2 | \n 1 2");
  CHECK(factor("1.00000e+05 *") == "5 | ");
  CHECK(factor("1e-3*[1]") == "-3 | [1]");
  CHECK(factor("0.01 * x") == "-2 |  x");
  CHECK(factor("1000 *") == "3 | ");
  CHECK(factor("1 *") == "0 | ");
}

TEST_CASE("what is no common factor") {
  for (const char* text : {"", "1.5", "1e-02", "1e-02\n*", "-1e-02 *", "x *", "* 1", "1e400 *", "1.00e-02 x"}) {
    CAPTURE(text);
    CHECK(factor(text) == "none");
  }
}

TEST_CASE("a factor that is no power of ten is refused") {
  const std::string message = "1:1: expected a common factor that is a power of ten, such as 1.00000e-02";
  for (const char* text : {"2.00000e-02 *", "0 *", "1.5 *", "0.0 *", "12 * x"}) {
    CAPTURE(text);
    CHECK(factor(text) == message);
  }
}
