#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/choices.h"
#include "text/decimal.h"

using namespace softmax;
using test::after;
using test::before;
using test::infinity;

namespace {

std::vector<PrintedNumber> numbers_of(const std::vector<std::string>& texts, long power = 0,
                                      WholeNumbers whole = WholeNumbers::exact) {
  std::vector<NumberToken> tokens;
  for (const std::string& text : texts) tokens.push_back({text, power});
  return printed_numbers(tokens, whole);
}

std::vector<double> units(const std::vector<std::string>& texts, long power = 0,
                          WholeNumbers whole = WholeNumbers::exact) {
  std::vector<double> units;
  for (const PrintedNumber& number : numbers_of(texts, power, whole)) units.push_back(number.unit);
  return units;
}

using Units = std::vector<double>;

bool holds(const Interval& interval, double value) { return interval.low <= value && value <= interval.high; }

}  // namespace

// The rule: in fixed notation, with d decimals and s figures at most, the unit of 10^e <= |v| < 10^(e+1) is
// max(10^-d, 10^(e+1-s)). Each row is worked out by hand from it.
TEST_CASE("units of fixed notation") {
  CHECK(units({"0.0900", "0.2447", "0.6652"}) == Units{1e-4, 1e-4, 1e-4});
  CHECK(units({"0.5", "0.33333333"}) == Units{1e-8, 1e-8});           // padded: d = 8, s = 8
  CHECK(units({"123.45", "0.12345678"}) == Units{1e-5, 1e-8});        // s = 8: 10^(2+1-8)
  CHECK(units({"1.5", "12.5", "123.5"}) == Units{1e-1, 1e-1, 1e-1});  // d = 1 is coarser than s = 4 allows
  CHECK(units({"1234.5", "0.001"}) == Units{1e-1, 1e-3});             // s = 5: 10^(3+1-5) and max(10^-3, 10^-7)
  CHECK(units({"0.0", "2.25"}) == Units{1e-2, 1e-2});                 // 0 has the unit of the decimals
  CHECK(units({"-0.5", "1."}) == Units{1e-1, 1e0});                   // s = 1: 10^(0+1-1)
  CHECK(units({"7", "0.25"}) == Units{1e-1, 1e-2});                   // s = 2
  CHECK(units({"00.50"}) == Units{1e-2});                             // zeros before the first figure are none
}

TEST_CASE("units of scientific notation are each number's own") {
  CHECK(units({"1.2345e-05", "9.9995e-01", "1.0000e+03"}) == Units{1e-9, 1e-5, 1e-1});
  CHECK(units({"1e5", "1.5E-3"}) == Units{1e5, 1e-4});
  CHECK(units({"12.5e1"}) == Units{1e0});
  CHECK(units({"0.0000e+00", "5.0000e-01"}) == Units{1e-4, 1e-5});
  CHECK(units({"0.0e-10"}) == Units{1e-11});
}

TEST_CASE("fixed and scientific numbers side by side: only the fixed ones count for the array") {
  CHECK(units({"1.23456789e-05", "0.5", "0.25"}) == Units{1e-13, 1e-2, 1e-2});
  CHECK(units({"1e-05", "3"}) == Units{1e-5, 0});
}

TEST_CASE("whole numbers are exact, but to eight places where NumPy prints them") {
  CHECK(units({"1", "2."}) == Units{0, 0});
  CHECK(units({"1.", "0."}, 0, WholeNumbers::to_eight_places) == Units{1e-8, 1e-8});
  CHECK(units({"1.", "0.5"}, 0, WholeNumbers::to_eight_places) == Units{1e0, 1e-1});
}

TEST_CASE("a common factor scales values and units") {
  const auto numbers = numbers_of({"9.0031", "24.4728"}, -2);
  CHECK(numbers[0].value == 0.090031);
  CHECK(numbers[1].value == 0.244728);
  CHECK(numbers[0].unit == 1e-6);
  CHECK(numbers[1].unit == 1e-6);
  CHECK(numbers[0].text == "9.0031");
  CHECK(units({"0.0000", "1.0000"}, 3) == Units{1e-1, 1e-1});
  CHECK(units({"0.0000e+00"}, -2) == Units{1e-6});
  CHECK(units({"1.50e+00"}, -2) == Units{1e-4});
  CHECK(units({"1", "2"}, -2) == Units{0, 0});
}

TEST_CASE("a double is in an interval just when it lies within half a unit, or one") {
  // Of the doubles that these literals are, 0.08995 and 0.09005 lie above the decimals (Python's fractions say so),
  // 0.0899 and 0.0901 below.
  const PrintedNumber number = numbers_of({"0.0900"})[0];
  CHECK(number.half.low == 0.08995);
  CHECK(number.half.high == before(0.09005));
  CHECK(number.whole.low == after(0.0899));
  CHECK(number.whole.high == 0.0901);
  CHECK(holds(number.half, 0.09));
  CHECK_FALSE(holds(number.half, 0.0901));

  // Ties that are doubles stand inside.
  const PrintedNumber tie = numbers_of({"0.2"})[0];
  CHECK(tie.half.low == after(0.15));  // 0.15 is 0.1499999999999999944…
  CHECK(tie.half.high == 0.25);
  CHECK_FALSE(holds(tie.half, after(0.25)));
  const PrintedNumber negative = numbers_of({"-0.2"})[0];
  CHECK(negative.half.low == -0.25);
  CHECK(negative.half.high == before(-0.15));
  const PrintedNumber zero = numbers_of({"0.0"})[0];
  CHECK(zero.half.low == -zero.half.high);
  CHECK_FALSE(holds(zero.half, 0.05));  // 0.05000000000000000277…
  CHECK(holds(zero.half, before(0.05)));
}

TEST_CASE("an interval may hold no double at all, or only one") {
  // A unit of 10^-30 around 0.1: the double 0.1 lies 5.5e-18 away.
  const PrintedNumber none = numbers_of({"0.100000000000000000000000000000"})[0];
  CHECK(none.half.low > none.half.high);
  CHECK(none.value == 0.1);
  const PrintedNumber one = numbers_of({"0.500000000000000000000000000000"})[0];
  CHECK(one.half.low == 0.5);
  CHECK(one.half.high == 0.5);
}

TEST_CASE("no digits: NaN and infinities stand alone, whatever stands beside them") {
  const auto numbers = numbers_of({"nan", "inf", "-inf", "+inf", "-Infinity", "0.50"}, -2);
  CHECK(std::isnan(numbers[0].value));
  CHECK(std::isnan(numbers[0].half.low));
  CHECK(std::isnan(numbers[0].whole.high));
  const double values[] = {0, infinity, -infinity, infinity, -infinity};
  for (std::size_t i = 1; i < 5; ++i) {
    CHECK(numbers[i].value == values[i]);
    CHECK(numbers[i].unit == 0);
    CHECK(numbers[i].half.low == values[i]);
    CHECK(numbers[i].whole.high == values[i]);
  }
  CHECK(numbers[5].unit == 1e-4);
}

TEST_CASE("exact numbers stand in their intervals alone") {
  const PrintedNumber number = numbers_of({"3"})[0];
  CHECK(number.half.low == 3);
  CHECK(number.half.high == 3);
  CHECK(number.whole.low == 3);
  CHECK(number.text == "3");
}

TEST_CASE("digits far below every double, huge exponents and long numbers") {
  const auto tiny = numbers_of({"1.5e-320", "1.0000e-45", "0.0e-99999999999999999999"});
  CHECK(tiny[0].value == 1.5e-320);
  CHECK(holds(tiny[0].half, 1.5e-320));
  CHECK(tiny[1].unit == 1e-49);
  CHECK(tiny[2].value == 0);
  CHECK(tiny[2].unit == 0);
  CHECK(numbers_of({"1e-99999999999999999999"})[0].value == 0);
  // Beyond 400 places no double can tell the digits from an exact number.
  const PrintedNumber padded = numbers_of({"0.5" + std::string(100000, '0')})[0];
  CHECK(padded.unit == 0);
  CHECK(padded.value == 0.5);
  const PrintedNumber large = numbers_of({"1.5e300"})[0];
  CHECK(large.unit == 1e299);
  CHECK(holds(large.half, 1.54e300));
  CHECK_FALSE(holds(large.half, 1.56e300));
  CHECK(holds(large.whole, 1.59e300));
}

TEST_CASE("a number that one unit more takes beyond the largest double") {
  const PrintedNumber number = numbers_of({"1.7e308"})[0];
  CHECK(number.half.high == before(1.75e308));                     // 1.75e308 lies above its decimal
  CHECK(number.whole.high == std::numeric_limits<double>::max());  // 1.8e308 is beyond it
}

TEST_CASE("nothing has no digits") { CHECK(printed_numbers({}, WholeNumbers::exact).empty()); }
