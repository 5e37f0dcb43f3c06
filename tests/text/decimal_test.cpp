#include "text/decimal.h"

#include <cmath>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "support/choices.h"
#include "support/exact.h"

using namespace softmax;
using softmax::test::Quad;
using test::after;
using test::before;
using test::infinity;

namespace {

constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

/// To 34 digits, which tells a decimal of 17 from every double beside it.
Quad quad(const std::string& number) { return strtoflt128(number.c_str(), nullptr); }

}  // namespace

TEST_CASE("a decimal lies between the largest double not above it and the smallest not below it") {
  // 0.1 is 0.1000000000000000055… as a double, 0.3 is 0.29999999999999998889…; so says fractions.Fraction of Python.
  CHECK(Decimal("0.1").nearest() == 0.1);
  CHECK(Decimal("0.1").up() == 0.1);
  CHECK(Decimal("0.1").down() == before(0.1));
  CHECK(Decimal("0.3").nearest() == 0.3);
  CHECK(Decimal("0.3").up() == after(0.3));
  CHECK(Decimal("0.3").down() == 0.3);
  CHECK(Decimal("-0.1").up() == after(-0.1));
  CHECK(Decimal("-0.1").down() == -0.1);
  CHECK(Decimal("-0.3").up() == -0.3);
  CHECK(Decimal("-0.3").down() == before(-0.3));
}

TEST_CASE("a decimal that is a double is its own bound on both sides") {
  struct Row {
    const char* text;
    double value;
  };
  for (const Row& row : {Row{"0", 0}, Row{"1", 1}, Row{"+1", 1}, Row{"-1", -1}, Row{"01.50", 1.5}, Row{".5", 0.5},
                         Row{"3.", 3}, Row{"-2.50e-1", -0.25}, Row{"5E2", 500}, Row{"5e+02", 500}, Row{"0.00", 0},
                         Row{"9007199254740992", 0x1p53}, Row{"1e22", 1e22}}) {
    CAPTURE(row.text);
    const Decimal number(row.text);
    CHECK(number.nearest() == row.value);
    CHECK(number.up() == row.value);
    CHECK(number.down() == row.value);
  }
  CHECK(std::signbit(Decimal("-0").nearest()));
}

TEST_CASE("numbers of 17 digits and ties between two doubles are bounded as quadruple precision says") {
  for (const std::string text : {"9007199254740993", "9007199254740995", "12345678901234567", "0.1", "0.2", "0.7",
                                 "1.1", "0.09003057317038046", "2.718281828459045", "99999999999999999", "1e-5",
                                 "6.02e23", "0.70000000000000007", "4503599627370496.5", "4503599627370497.5"}) {
    for (const std::string& signed_text : {text, "-" + text}) {
      CAPTURE(signed_text);
      const Quad exact = quad(signed_text);
      const Decimal number(signed_text);
      CHECK(Quad(number.down()) <= exact);
      CHECK(Quad(number.up()) >= exact);
      CHECK(Quad(after(number.down())) > exact);
      CHECK(Quad(before(number.up())) < exact);
      const double nearest = number.nearest();
      CHECK((nearest == number.down() || nearest == number.up()));
    }
  }
  CHECK(Decimal("9007199254740993").nearest() == 0x1p53);  // ties to even
  CHECK(Decimal("9007199254740995").nearest() == 0x1p53 + 4);
}

TEST_CASE("the ends of the range: subnormal numbers, the largest, and what lies beyond") {
  CHECK(Decimal("5e-324").nearest() == smallest);
  CHECK(Decimal("5e-324").down() == smallest);  // the smallest double is 4.94…e-324
  CHECK(Decimal("5e-324").up() == after(smallest));
  CHECK(Decimal("4e-324").down() == 0);
  CHECK(Decimal("4e-324").up() == smallest);
  CHECK(Decimal("1e-400").nearest() == 0);
  CHECK(Decimal("1e-400").down() == 0);
  CHECK(Decimal("1e-400").up() == smallest);
  CHECK(Decimal("-1e-400").down() == -smallest);
  CHECK(Decimal("-1e-400").up() == 0);
  CHECK(Decimal("1e309").nearest() == infinity);
  CHECK(Decimal("1e309").down() == largest);
  CHECK(Decimal("1e309").up() == infinity);
  CHECK(Decimal("-1e309").down() == -infinity);
  CHECK(Decimal("-1e309").up() == -largest);
  CHECK(Decimal("1.7976931348623157e308").nearest() == largest);
  CHECK(Decimal("1.7976931348623157e308").up() == largest);  // which is 1.79769313486231570814…e308
  CHECK(Decimal("1.7976931348623157e308").down() == before(largest));
}

TEST_CASE("an exponent beyond every integer type keeps its sign") {
  CHECK(Decimal("1e99999999999999999999999").nearest() == infinity);
  CHECK(Decimal("1e-99999999999999999999999").nearest() == 0);
  CHECK(Decimal("1e-99999999999999999999999").up() == smallest);
  CHECK(Decimal("-1e+99999999999999999999999").nearest() == -infinity);
  CHECK(Decimal("1e-5000000000").nearest() == 0);
}

TEST_CASE("a power of ten shifts the number before it is rounded") {
  CHECK(Decimal("9.0031", -2).nearest() == 0.090031);
  CHECK(Decimal("1.5e3", 2).nearest() == 150000);
  CHECK(Decimal("1", -400).up() == smallest);
}

TEST_CASE("the magnitude is the exponent of the first digit") {
  struct Row {
    const char* text;
    long magnitude;
  };
  for (const Row& row : {Row{"1", 0}, Row{"9.99", 0}, Row{"10", 1}, Row{"0.1", -1}, Row{"0.00123", -3}, Row{"-45e6", 7},
                         Row{"1000e-3", 0}}) {
    CAPTURE(row.text);
    CHECK(Decimal(row.text).magnitude() == row.magnitude);
  }
}

TEST_CASE("powers of ten are known however they are written") {
  for (const char* text : {"1", "10", "0.1", "1.00000e-02", "1000e-3", "0.0100"})
    CHECK(Decimal(text).is_power_of_ten());
  for (const char* text : {"0", "2", "11", "1.00001", "-1", "10.5"}) CHECK_FALSE(Decimal(text).is_power_of_ten());
  CHECK(Decimal("0.000").is_zero());
  CHECK_FALSE(Decimal("1e-400").is_zero());
}

TEST_CASE("a digit is added exactly, with carries, borrows and changes of the sign") {
  struct Row {
    const char* text;
    int digit;
    long exponent;
    double sum;
  };
  for (const Row& row :
       {Row{"0.25", 5, -1, 0.75}, Row{"0.75", -5, -1, 0.25}, Row{"0.25", -5, -1, -0.25}, Row{"-0.25", 5, -1, 0.25},
        Row{"-0.25", -5, -1, -0.75}, Row{"999", 1, 0, 1000}, Row{"1000", -1, 0, 999}, Row{"0", 5, -1, 0.5},
        Row{"0", -5, -1, -0.5}, Row{"0.5", -5, -1, 0}, Row{"3", 1, 3, 1003}, Row{"3e2", 1, 0, 301},
        Row{"1e3", -5, 0, 995}, Row{"-999.5", -5, -1, -1000}}) {
    CAPTURE(row.text);
    const Decimal sum = Decimal(row.text).plus(row.digit, row.exponent);
    CHECK(sum.nearest() == row.sum);
    CHECK(sum.up() == row.sum);
    CHECK(sum.down() == row.sum);
  }
  // 0.1 + 0.05 = 0.15, whose double is 0.1499999999999999944…
  CHECK(Decimal("0.1").plus(5, -2).down() == 0.15);
  CHECK(Decimal("0.1").plus(5, -2).up() == after(0.15));
  // One part in 10^30 more than 1 is above 1, and no double lies between.
  CHECK(Decimal("1").plus(1, -30).nearest() == 1);
  CHECK(Decimal("1").plus(1, -30).up() == after(1));
  CHECK(Decimal("1").plus(-1, -30).down() == before(1));
}

TEST_CASE("numbers of a hundred and of a hundred thousand digits are bounded, and take no time") {
  const std::string third = "0." + std::string(100, '3');  // the double is 0.33333333333333331…
  CHECK(Decimal(third).nearest() == 1.0 / 3);
  CHECK(Decimal(third).down() == 1.0 / 3);
  CHECK(Decimal(third).up() == after(1.0 / 3));
  CHECK(Decimal("1" + std::string(100, '0')).nearest() == 1e100);

  const std::string half = "0.5" + std::string(100000, '0');
  CHECK(Decimal(half).up() == 0.5);
  CHECK(Decimal(half + "1").up() == after(0.5));
  CHECK(Decimal(half + "1").down() == 0.5);
  CHECK(Decimal(half).plus(-5, -1).is_zero());
  CHECK(Decimal(std::string(100000, '9')).nearest() == infinity);
  CHECK(Decimal(std::string(100000, '9') + "e-100000").nearest() == 1);
  CHECK(Decimal(std::string(100000, '9') + "e-100000").down() == before(1));
}

TEST_CASE("a unique decimal has as few digits as the dtype allows") {
  CHECK(unique_decimal(Dtype::float64, 0.1) == Decimal("1e-1"));
  CHECK(unique_decimal(Dtype::float32, 0.1f) == Decimal("1e-1"));
  CHECK(unique_decimal(Dtype::float64, 0.1f) == Decimal("1.0000000149011612e-1"));
  CHECK(unique_decimal(Dtype::float16, 65504) == Decimal("6.55e4"));
  CHECK(unique_decimal(Dtype::float64, 5e-324) == Decimal("5e-324"));
  CHECK(unique_decimal(Dtype::float64, std::numeric_limits<double>::max()) == Decimal("1.7976931348623157e308"));
  CHECK(unique_decimal(Dtype::float64, 0) == Decimal("0e0"));
  CHECK(unique_decimal(Dtype::float64, 1200) == Decimal("1.2e3"));
}

TEST_CASE("of two unique decimals that are as near the one with the even digit counts") {
  // repr(67108865.001953125) in Python
  CHECK(unique_decimal(Dtype::float64, 67108865.001953125) == Decimal("6.710886500195312e7"));
}

TEST_CASE("at a power of two the nearest decimal may belong to the neighbour below") {
  // repr(2.0**-1017) in Python; '%.15e' % 2.0**-1017 is 7.120236347223044e-307, which reads back as the neighbour.
  CHECK(unique_decimal(Dtype::float64, 0x1p-1017) == Decimal("7.120236347223045e-307"));
  CHECK(nearest_decimal(0x1p-1017, 16) == Decimal("7.120236347223044e-307"));
  CHECK(distinguishing_decimal(Dtype::float64, 0x1p-1017, 16) == Decimal("7.120236347223045e-307"));
  CHECK(distinguishing_decimal(Dtype::float64, 0x1p-1017, 15) == Decimal("7.12023634722304e-307"));
}

TEST_CASE("with more digits than tell the value from others those of the exact value are given") {
  CHECK(distinguishing_decimal(Dtype::float64, 0.1, 3) == Decimal("1.00e-1"));
  CHECK(distinguishing_decimal(Dtype::float32, 1e-9f, 8) == Decimal("9.9999997e-10"));
  CHECK(distinguishing_decimal(Dtype::float32, 1e-9f, 3) == Decimal("1.00e-9"));
}

TEST_CASE("decimals are rounded to digits or places, ties to even") {
  CHECK(nearest_decimal(0.125, 2) == Decimal("1.2e-1"));
  CHECK(nearest_decimal(0.375, 2) == Decimal("3.8e-1"));
  CHECK(nearest_decimal(9.99, 2) == Decimal("1.0e1"));
  CHECK(decimal_to_places(0.999, 2) == Decimal("1e0"));
  CHECK(decimal_to_places(0.0625, 3) == Decimal("6.2e-2"));
  CHECK(decimal_to_places(0.0004, 2) == Decimal("0e0"));
  CHECK(decimal_to_places(120.5, 0) == Decimal("1.2e2"));
}

TEST_CASE("decimals become text with the point in any case") {
  CHECK(positional_text(Decimal("1.2e3")) == "1200.");
  CHECK(positional_text(Decimal("1.2e1")) == "12.");
  CHECK(positional_text(Decimal("1.2e0")) == "1.2");
  CHECK(positional_text(Decimal("1.2e-1")) == "0.12");
  CHECK(positional_text(Decimal("1.2e-3")) == "0.0012");
  CHECK(Decimal("1.2e-3").places() == 4);
  CHECK(Decimal("1.2e3").places() == 0);
  CHECK(scientific_text(Decimal("1.2e-3"), 1, 2) == "1.2e-03");
  CHECK(scientific_text(Decimal("1e100"), 1, 2) == "1.e+100");
  CHECK(scientific_text(Decimal("1"), 3, 3) == "1.00e+000");
  CHECK(fixed_text(0.5, 3) == "0.500");
  CHECK(fixed_text(2.5, 0) == "2.");
}
