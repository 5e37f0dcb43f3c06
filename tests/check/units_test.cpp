#include "check/units.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "formats/printed/printers.h"
#include "support/choices.h"
#include "text/decimal.h"

using namespace softmax;
using namespace softmax::check;
namespace printers = softmax::formats::printers;
using test::after;
using test::before;

namespace {

Print print_of(const std::vector<std::string>& texts, const Printer& printer, long power = 0, std::size_t columns = 1) {
  std::vector<NumberToken> tokens;
  for (const std::string& text : texts) tokens.push_back({text, power});
  Print print;
  print.numbers = printed_numbers(tokens);
  print.printer = &printer;
  print.columns = columns;
  return print;
}

std::vector<ExpectedNumber> numbers_of(const std::vector<std::string>& texts, const Printer& printer = by_hand,
                                       long power = 0) {
  return with_result_units(print_of(texts, printer, power));
}

using Units = std::vector<double>;

Units units(const std::vector<std::string>& texts, const Printer& printer = by_hand, long power = 0,
            std::size_t columns = 1) {
  Units units;
  for (const ExpectedNumber& number : with_result_units(print_of(texts, printer, power, columns))) {
    units.push_back(number.unit());
  }
  return units;
}

/// Half units of an input next to a result with so many decimals.
Units halves(const std::vector<std::string>& texts, const Printer& printer, std::optional<int> result_decimals) {
  return input_units(print_of(texts, printer), result_decimals).half;
}

bool holds(const Interval& interval, double value) { return interval.low <= value && value <= interval.high; }

}  // namespace

TEST_CASE("result units: fixed and trimmed printers show one place for all numbers") {
  CHECK(units({"0.0900", "0.2447", "0.6652"}, printers::torch) == Units{1e-4, 1e-4, 1e-4});
  CHECK(units({"0.5", "0.33333333"}, printers::numpy) == Units{1e-8, 1e-8});
  CHECK(units({"3.", "1.", "0.2"}, printers::numpy) == Units{1e-1, 1e-1, 1e-1});
  CHECK(units({"9.99954600e-01", "4.5e-05"}, printers::numpy) == Units{1e-9, 1e-13});
  CHECK(units({"1.0000e+00", "4.5398e-05"}, printers::torch) == Units{1e-4, 1e-9});
}

TEST_CASE("result units: whole numbers alone are exact, except to the places that a printer trims to") {
  CHECK(units({"1", "2."}) == Units{0, 0});
  CHECK(units({"1.", "0."}, printers::torch) == Units{0, 0});
  CHECK(units({"1.", "0."}, printers::numpy) == Units{1e-8, 1e-8});
  CHECK(units({"1", "0"}, printers::tfjs) == Units{1e-7, 1e-7});
  CHECK(units({"1", "20", "0"}, printers::eigen) == Units{1e-5, 1e-4, 0});
}

// 10^(e+1-s) with s the largest number of figures that the print shows
TEST_CASE("result units: significant figures") {
  CHECK(units({"0.696939", "0.230603", "0.0724574"}, printers::eigen) == Units{1e-6, 1e-6, 1e-7});
  CHECK(units({"1", "1.24668e-08", "0"}, printers::eigen) == Units{1e-5, 1e-13, 0});
  CHECK(units({"0.5", "12.5", "1e-05"}, printers::eigen) == Units{1e-3, 1e-1, 1e-7});
  CHECK(units({"0.236422", "1.000000"}, printers::idl) == Units{1e-6, 1e-5});  // 0.9999997 has a figure more
  CHECK(units({"1.000000"}, printers::idl) == Units{1e-6});
  CHECK(units({"0.00000000", "0.236421794"}, printers::eigen) == Units{1e-8, 1e-9});
}

TEST_CASE("result units: R formats the columns of a matrix by themselves") {
  CHECK(units({"0.2306032", "0.07245738", "1.0000000", "0.50000000"}, printers::r, 0, 2) ==
        Units{1e-7, 1e-8, 1e-7, 1e-8});
  CHECK(units({"9.003057e-02", "0.665241"}, printers::r, 0, 2) == Units{1e-8, 1e-6});
  CHECK(units({"1", "0"}, printers::r) == Units{1e-6, 0});
}

TEST_CASE("result units: each number its own") {
  CHECK(units({"0.236421794", "6.63018301E-02"}, printers::fortran) == Units{1e-9, 1e-10});
  CHECK(units({"0.090031", "0.24473", "1"}, printers::ml_matrix) == Units{1e-6, 1e-5, 0});
}

TEST_CASE("result units: by hand, the largest number of decimals; a scientific number its own") {
  CHECK(units({"0.0900", "0.2447", "0.66"}) == Units{1e-4, 1e-4, 1e-4});
  CHECK(units({"1.23456789e-05", "0.5", "0.25"}) == Units{1e-13, 1e-2, 1e-2});
  CHECK(units({"1.247e-08", "1", "0"}) == Units{1e-11, 1e-3, 0});
  CHECK(units({"1.2345e-05", "9.9995E-01", "1.0000e+03"}) == Units{1e-9, 1e-5, 1e-1});
  CHECK(units({"1e5", "1.5E-3"}) == Units{1e5, 1e-4});
  CHECK(units({"0.0000e+00", "12.5e1"}) == Units{1e-4, 1e0});
}

TEST_CASE("own places: short numbers by hand that have two decimals") {
  const auto places = [](const std::vector<std::string>& texts, const Printer& printer = by_hand) {
    std::vector<int> found;
    for (const ExpectedNumber& number : numbers_of(texts, printer)) found.push_back(number.own_place);
    return found;
  };
  CHECK(places({"0.836", "0.1131", "0.05", "0.1", "0"}) == std::vector<int>{-3, -4, -2, -4, -4});
  CHECK(places({"0.836", "0.12345678"}) == std::vector<int>{-8, -8});
  CHECK(places({"0.836", "0.1131"}, printers::numpy) == std::vector<int>{-4, -4});
}

TEST_CASE("a common factor scales values and units") {
  const auto numbers = numbers_of({"9.0031", "24.4728"}, printers::torch, -2);
  CHECK(numbers[0].value == 0.090031);
  CHECK(numbers[1].value == 0.244728);
  CHECK(numbers[0].unit() == 1e-6);
  CHECK(numbers[1].unit() == 1e-6);
  CHECK(numbers[0].text == "9.0031");
  CHECK(units({"0.0000", "1.0000"}, printers::torch, 3) == Units{1e-1, 1e-1});
  CHECK(units({"0.0000e+00"}, printers::torch, -2) == Units{1e-6});
  CHECK(units({"1", "2"}, printers::torch, -2) == Units{0, 0});
}

TEST_CASE("input units: a fixed printer cuts at its last place; fewer places than it shows were typed") {
  CHECK(halves({"0.1250", "2.0000"}, printers::torch, 4) == Units{1e-4 / 2, 1e-4 / 2});
  CHECK(halves({"0.1250", "2.0000"}, printers::torch, 8) == Units{1e-4 / 2, 1e-4 / 2});
  CHECK(halves({"3.0", "1.0", "0.2"}, printers::torch, 4) == Units{0, 0, 0});
  CHECK(halves({"3.0", "1.0", "0.2"}, printers::torch, 1) == Units{1e-1 / 2, 1e-1 / 2, 1e-1 / 2});
  CHECK(halves({"1.", "2."}, printers::torch, 4).empty());
  CHECK(halves({"0.1250", "2.0000"}, by_hand, 4).empty());
}

TEST_CASE("input units: a printer that trims zeros has cut nothing where it shows fewer places than the result") {
  CHECK(halves({"3.", "0.2"}, printers::numpy, 8) == Units{1e-8 / 2, 1e-8 / 2});
  // An .npy file has all digits.
  CHECK(halves({"3.", "0.2"}, printers::numpy, std::nullopt) == Units{1e-8 / 2, 1e-8 / 2});
  CHECK(halves({"3.0", "0.2"}, printers::torch, std::nullopt) == Units{0, 0});
  CHECK(halves({"3.", "0.2"}, printers::numpy, 1) == Units{1e-1 / 2, 1e-1 / 2});
  CHECK(halves({"1.5e-03", "2.e+01"}, printers::numpy, 8) == Units{1e-11 / 2, 1e-7 / 2});
  CHECK(halves({"1.5", "200"}, printers::eigen, 6) == Units{1e-5 / 2, 1e-3 / 2});
  CHECK(halves({"1.5", "200"}, printers::eigen, 1) == Units{1e-2 / 2, 1e0 / 2});
  CHECK(halves({"1.5", "0.25"}, printers::r, 7) == Units{1e-6 / 2, 1e-7 / 2});
  CHECK(halves({"1.50", "0.25"}, printers::r, 2) == Units{1e-2 / 2, 1e-2 / 2});
}

TEST_CASE("input units: the shown places, whatever printed them") {
  const InputUnits input = input_units(print_of({"3.0", "1", "0.25", "nan"}, by_hand), 4);
  CHECK(input.half.empty());
  CHECK(input.shown == Units{0.1 / 2, 1.0 / 2, 0.01 / 2, 0});
  CHECK(input.decimals == 2);
  CHECK(input_units(std::nullopt, 4).shown.empty());
}

TEST_CASE("a double is in an interval just when it lies within half a unit, or one") {
  // Of the doubles that these literals are, 0.08995 and 0.09005 lie above the decimals (Python's fractions say so),
  // 0.0899 and 0.0901 below.
  const ExpectedNumber number = numbers_of({"0.0900"})[0];
  CHECK(half(number).low == 0.08995);
  CHECK(half(number).high == before(0.09005));
  CHECK(whole(number).low == after(0.0899));
  CHECK(whole(number).high == 0.0901);
  CHECK(meets_half(number, point(0.08995)));
  CHECK_FALSE(meets_half(number, point(before(0.08995))));
  CHECK(meets_half(number, point(before(0.09005))));
  CHECK_FALSE(meets_half(number, point(0.09005)));
  CHECK(meets_half(number, {0.0901, 0.0902}) == false);
  CHECK(meets_half(number, {0.09, 0.0902}));

  // Ties that are doubles stand inside.
  const ExpectedNumber tie = numbers_of({"0.2"})[0];
  CHECK(half(tie).low == after(0.15));  // 0.15 is 0.1499999999999999944…
  CHECK(half(tie).high == 0.25);
  CHECK_FALSE(holds(half(tie), after(0.25)));
  const ExpectedNumber negative = numbers_of({"-0.2"})[0];
  CHECK(half(negative).low == -0.25);
  CHECK(half(negative).high == before(-0.15));
  const ExpectedNumber zero = numbers_of({"0.0"})[0];
  CHECK(half(zero).low == -half(zero).high);
  CHECK_FALSE(holds(half(zero), 0.05));  // 0.05000000000000000277…
  CHECK(holds(half(zero), before(0.05)));
}

TEST_CASE("an interval may hold no double at all, or only one") {
  // A unit of 10^-30 around 0.1: the double 0.1 lies 5.5e-18 away.
  const ExpectedNumber none = numbers_of({"0.100000000000000000000000000000"})[0];
  CHECK(half(none).low > half(none).high);
  CHECK(none.value == 0.1);
  CHECK(meets_half(none, point(0.1)));  // no double is nearer
  CHECK_FALSE(meets_half(none, point(after(0.1))));
  const ExpectedNumber one = numbers_of({"0.500000000000000000000000000000"})[0];
  CHECK(half(one).low == 0.5);
  CHECK(half(one).high == 0.5);
}

TEST_CASE("no digits: NaN and infinities stand alone, whatever is next to them") {
  const auto numbers = numbers_of({"nan", "inf", "-inf", "+inf", "-Infinity", "0.50"}, by_hand, -2);
  CHECK(std::isnan(numbers[0].value));
  CHECK(std::isnan(half(numbers[0]).low));
  CHECK(std::isnan(whole(numbers[0]).high));
  const double values[] = {0, HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL};
  for (std::size_t i = 1; i < 5; ++i) {
    CHECK(numbers[i].value == values[i]);
    CHECK(numbers[i].unit() == 0);
    CHECK(half(numbers[i]).low == values[i]);
    CHECK(whole(numbers[i]).high == values[i]);
  }
  CHECK(numbers[5].unit() == 1e-4);
}

TEST_CASE("exact numbers are alone in their intervals") {
  const ExpectedNumber number = numbers_of({"3"})[0];
  CHECK(half(number).low == 3);
  CHECK(half(number).high == 3);
  CHECK(whole(number).low == 3);
  CHECK(meets_half(number, point(3)));
  CHECK_FALSE(meets_half(number, point(after(3))));
  CHECK(number.text == "3");
}

TEST_CASE("digits far below every double, huge exponents and long numbers") {
  const auto tiny = numbers_of({"1.5e-320", "1.0000e-45", "0.0e-99999999999999999999"});
  CHECK(tiny[0].value == 1.5e-320);
  CHECK(holds(half(tiny[0]), 1.5e-320));
  CHECK(tiny[1].unit() == 1e-49);
  CHECK(tiny[2].value == 0);
  CHECK(tiny[2].unit() == 0);
  CHECK(numbers_of({"1e-99999999999999999999"})[0].value == 0);
  // Beyond 400 places no double can tell the digits from an exact number.
  const ExpectedNumber padded = numbers_of({"0.5" + std::string(100000, '0')})[0];
  CHECK(padded.unit() == 0);
  CHECK(padded.value == 0.5);
  const ExpectedNumber large = numbers_of({"1.5e300"})[0];
  CHECK(large.unit() == 1e299);
  CHECK(holds(half(large), 1.54e300));
  CHECK_FALSE(holds(half(large), 1.56e300));
  CHECK(holds(whole(large), 1.59e300));
}

TEST_CASE("a number that one unit more takes beyond the largest double") {
  const ExpectedNumber number = numbers_of({"1.7e308"})[0];
  CHECK(half(number).high == before(1.75e308));                     // 1.75e308 lies above its decimal
  CHECK(whole(number).high == std::numeric_limits<double>::max());  // 1.8e308 is beyond it
}

TEST_CASE("half a unit in doubles is half a unit of the digits") {
  // The readable twin of meets_half.
  for (const char* text : {"0.0900", "0.25", "-0.3", "1.5e-07", "123.456", "0.0"}) {
    const ExpectedNumber number = numbers_of({text})[0];
    for (const double edge : {half(number).low, half(number).high}) {
      for (double value : {edge, before(edge), after(edge), edge + number.unit(), edge - number.unit(), number.value}) {
        CAPTURE(text);
        CAPTURE(value);
        CHECK(meets_half(number, point(value)) == (meet(point(value), half(number)) || value == number.value));
      }
    }
  }
}
