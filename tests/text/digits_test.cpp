#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "text/decimal.h"

using namespace softmax;

namespace {

/// "finite scientific zero decimals figures exponent first last", the flags by their first letters.
std::string shown(std::string_view text) {
  const Spelling look = spelling(text);
  if (!look.is_finite) return "not finite";
  std::string flags;
  if (look.is_scientific) flags += 's';
  if (look.is_zero) flags += 'z';
  return flags + " decimals " + std::to_string(look.decimals) + " figures " + std::to_string(look.figures) +
         " exponent " + std::to_string(look.exponent) + " first " + std::to_string(look.first) + " last " +
         std::to_string(look.last());
}

}  // namespace

TEST_CASE("what the digits of a number look like") {
  CHECK(shown("0.0900") == " decimals 4 figures 3 exponent 0 first -2 last -4");
  CHECK(shown("-123.50") == " decimals 2 figures 5 exponent 0 first 2 last -2");
  CHECK(shown("007.") == " decimals 0 figures 1 exponent 0 first 0 last 0");
  CHECK(shown(".5") == " decimals 1 figures 1 exponent 0 first -1 last -1");
  CHECK(shown("100") == " decimals 0 figures 3 exponent 0 first 2 last 0");
  CHECK(shown("1.2345e-05") == "s decimals 4 figures 5 exponent -5 first -5 last -9");
  CHECK(shown("12.5E+1") == "s decimals 1 figures 3 exponent 1 first 2 last 0");
  CHECK(shown("0.0") == "z decimals 1 figures 0 exponent 0 first 0 last -1");
  CHECK(shown("0.00e-3") == "sz decimals 2 figures 0 exponent -3 first 0 last -5");
  CHECK(shown("1e-99999999999999999999") == "s decimals 0 figures 1 exponent -10000 first -10000 last -10000");
  CHECK(shown("nan") == "not finite");
  CHECK(shown("-inf") == "not finite");
}

TEST_CASE("printed numbers: the text as printed, the double nearest to the number times its factor") {
  const std::vector<PrintedNumber> numbers =
      printed_numbers({{"9.0031", -2}, {"1.5e300", 0}, {"-inf", 3}, {"1e400", 0}});
  REQUIRE(numbers.size() == 4);
  CHECK(numbers[0].text == "9.0031");
  CHECK(numbers[0].value == 0.090031);
  CHECK(numbers[0].power == -2);
  CHECK(numbers[1].value == 1.5e300);
  CHECK(numbers[2].value == -HUGE_VAL);
  CHECK(numbers[3].value == HUGE_VAL);
  CHECK(printed_numbers({}).empty());
}
