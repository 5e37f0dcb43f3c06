#include "text/number.h"

#include <cmath>
#include <limits>
#include <string>

#include <doctest/doctest.h>

using namespace softmax;

namespace {

template <Real T>
struct Found {
  std::size_t length;  // of what was read
  NumberStatus status;
  T value;
};

template <Real T>
Found<T> number_in(const std::string& text, Dtype dtype) {
  T value = 77;
  const auto [end, status] = scan_number(text.data(), text.data() + text.size(), NumberSyntax::plain, dtype, value);
  return {static_cast<std::size_t>(end - text.data()), status, value};
}

}  // namespace

TEST_CASE("scan_number reads the longest number and says where it ends") {
  struct Row {
    const char* text;
    std::size_t length;
    double value;
  };
  for (const Row& row :
       {Row{"0", 1, 0.0}, Row{"-1.5,", 4, -1.5}, Row{"1.", 2, 1.0}, Row{".5", 2, 0.5}, Row{"007", 3, 7.0},
        Row{"1e", 1, 1.0}, Row{"1e+", 1, 1.0}, Row{"1e+2", 4, 100.0}, Row{"1E-2x", 4, 0.01}, Row{"1.5.2", 3, 1.5},
        Row{"0x10", 1, 0.0}, Row{"1,5", 1, 1.0}, Row{"12 34", 2, 12.0}}) {
    CAPTURE(row.text);
    const auto found = number_in<double>(row.text, Dtype::float64);
    CHECK(found.status == NumberStatus::valid);
    CHECK(found.length == row.length);
    CHECK(found.value == row.value);
  }
}

TEST_CASE("scan_number says where there is no number") {
  for (const char* text : {"", "x", "-", "+1", ".", "-.", "e5", " 1", "--1", "-+1", "na", "in", ",", "\xFF"}) {
    CAPTURE(text);
    const auto found = number_in<double>(text, Dtype::float64);
    CHECK(found.status == NumberStatus::not_a_number);
    CHECK(found.length == 0);
    CHECK(number_in<float>(text, Dtype::bfloat16).status == NumberStatus::not_a_number);
  }
}

TEST_CASE("scan_number reads nan and the infinities in any case") {
  for (const char* text : {"nan", "NaN", "NAN", "-nan"}) {
    CAPTURE(text);
    CHECK(std::isnan(number_in<double>(text, Dtype::float64).value));
    CHECK(std::isnan(number_in<float>(text, Dtype::float16).value));
    CHECK(number_in<double>(text, Dtype::float64).length == std::string(text).size());
  }
  for (const char* text : {"inf", "Inf", "INF", "infinity", "Infinity", "iNFINITy"}) {
    CAPTURE(text);
    for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16, Dtype::float32}) {
      const auto found = number_in<float>(text, dtype);
      CHECK(found.status == NumberStatus::valid);
      CHECK(found.value == HUGE_VALF);
      CHECK(found.length == std::string(text).size());
    }
    CHECK(number_in<double>(text, Dtype::float64).value == HUGE_VAL);
    CHECK(number_in<double>(std::string("-") + text, Dtype::float64).value == -HUGE_VAL);
  }
  CHECK(number_in<double>("infinit", Dtype::float64).length == 3);
  CHECK(number_in<double>("nan(1)", Dtype::float64).length == 3);
}

TEST_CASE("scan_number takes as much as the syntax allows") {
  struct Row {
    std::string text;
    std::size_t json;  ///< the length of the number in each syntax; 0 for none
    std::size_t plain;
    std::size_t with_plus;
  };
  for (const Row& row : {Row{"-1.5e+2,", 7, 7, 7}, Row{"0", 1, 1, 1},
                         Row{"007", 1, 3, 3},      Row{"-01", 2, 3, 3},
                         Row{"1.", 1, 2, 2},       Row{"1.e5", 1, 4, 4},
                         Row{".5", 0, 2, 2},       Row{"1e", 1, 1, 1},
                         Row{"1.5e-x", 3, 3, 3},   Row{"+1.5", 0, 0, 4},
                         Row{"+.5", 0, 0, 3},      Row{"+-1", 0, 0, 0},
                         Row{"-+1", 0, 0, 0},      Row{"+", 0, 0, 0},
                         Row{"", 0, 0, 0},         Row{"-", 0, 0, 0},
                         Row{"NaN", 3, 3, 3},      Row{"-NaN", 0, 4, 4},
                         Row{"nan", 0, 3, 3},      Row{"+nan", 0, 0, 4},
                         Row{"Infinity", 8, 8, 8}, Row{"-Infinity]", 9, 9, 9},
                         Row{"inf", 0, 3, 3},      Row{"Inf", 0, 3, 3},
                         Row{"1e400", 5, 5, 5},    Row{"12345678901234567890123", 23, 23, 23}}) {
    CAPTURE(row.text);
    const char* const first = row.text.data();
    const char* const last = first + row.text.size();
    const auto length = [&](NumberSyntax syntax) {
      double value = 0;
      const NumberEnd found = scan_number(first, last, syntax, Dtype::float64, value);
      CHECK((found.end == first) == (found.status == NumberStatus::not_a_number));
      return static_cast<std::size_t>(found.end - first);
    };
    CHECK(length(NumberSyntax::json) == row.json);
    CHECK(length(NumberSyntax::plain) == row.plain);
    CHECK(length(NumberSyntax::with_plus) == row.with_plus);
  }
}

TEST_CASE("scan_number reads the same value in every syntax") {
  for (const NumberSyntax syntax : {NumberSyntax::json, NumberSyntax::plain, NumberSyntax::with_plus}) {
    const std::string text = "-2.718281828459045235360e-3 ";
    double wide = 0;
    CHECK(scan_number(text.data(), text.data() + text.size(), syntax, Dtype::float64, wide).status ==
          NumberStatus::valid);
    CHECK(wide == -2.718281828459045235360e-3);
    float half = 0;
    CHECK(scan_number(text.data(), text.data() + text.size(), syntax, Dtype::bfloat16, half).status ==
          NumberStatus::valid);
    CHECK(half == -0x1.64p-9F);
  }
}

// Bounds of float64 by IEEE 754: the largest is (2 - 2^-52) 2^1023, half an ulp above it lies the first number that
// rounds to an infinity, 179769313486231580793...; the smallest is 2^-1074 = 4.94...e-324, half of it 2.47...e-324.
TEST_CASE("scan_number in float64 at the ends of the range") {
  constexpr double smallest = std::numeric_limits<double>::denorm_min();
  struct Row {
    std::string text;
    double value;
  };
  for (const Row& row :
       {Row{"1.7976931348623157e308", 0x1.fffffffffffffp1023}, Row{"1.7976931348623158e308", 0x1.fffffffffffffp1023},
        Row{"5e-324", smallest}, Row{"2.5e-324", smallest}, Row{"2.4e-324", 0.0}, Row{"1e-400", 0.0},
        Row{"-1e-400", -0.0}, Row{"0e999999", 0.0}, Row{"-0", -0.0}, Row{"0.000e99999999999999999999", 0.0},
        Row{"1e-99999999999999999999", 0.0}, Row{"0.1e-9223372036854775807", 0.0},
        Row{"0.00001e-9223372036854775807", 0.0}, Row{"0.00001e-9223372036854775808", 0.0},
        Row{"0." + std::string(400, '0') + "1e401", 1.0}, Row{"1" + std::string(400, '0') + "e-400", 1.0},
        Row{"0." + std::string(500, '0') + "1", 0.0}, Row{std::string(500, '0') + "1", 1.0}}) {
    CAPTURE(row.text);
    const auto found = number_in<double>(row.text, Dtype::float64);
    CHECK(found.status == NumberStatus::valid);
    CHECK(found.length == row.text.size());
    CHECK(found.value == row.value);
    CHECK(std::signbit(found.value) == std::signbit(row.value));
  }
  for (const std::string& text : {std::string("1.7976931348623159e308"), std::string("1e309"), std::string("1e400"),
                                  std::string("-1e400"), std::string("0.00001e400"), "1" + std::string(309, '0'),
                                  std::string("1e99999999999999999999"), std::string("10e9223372036854775807"),
                                  std::string("12345e9223372036854775806"), "1" + std::string(800, '0') + "e-400"}) {
    CAPTURE(text);
    const auto found = number_in<double>(text, Dtype::float64);
    CHECK(found.status == NumberStatus::beyond_range);
    CHECK(found.length == text.size());
  }
}

// The largest finite values are 65504, (2 - 2^-7) 2^127 and (2 - 2^-23) 2^127; a number rounds to an infinity from half
// an ulp above on (65520, 3.3961775e38, 3.4028235677973366e38), which ties to even.
TEST_CASE("scan_number in the narrower dtypes") {
  struct Row {
    const char* text;
    Dtype dtype;
    float value;
  };
  for (const Row& row :
       {Row{"0.1", Dtype::float32, 0.1F}, Row{"16777217", Dtype::float32, 16777216.0F},
        Row{"3.4028235677973362e38", Dtype::float32, 0x1.fffffep127F}, Row{"1e-46", Dtype::float32, 0.0F},
        Row{"1e-45", Dtype::float32, 0x1p-149F}, Row{"-1e-50", Dtype::float32, -0.0F},
        Row{"0.1", Dtype::float16, 0.0999755859375F}, Row{"65519", Dtype::float16, 65504.0F},
        Row{"2049", Dtype::float16, 2048.0F}, Row{"2051", Dtype::float16, 2052.0F},
        Row{"6e-8", Dtype::float16, 0x1p-24F}, Row{"2e-8", Dtype::float16, 0.0F}, Row{"-1e-300", Dtype::float16, -0.0F},
        Row{"1e-400", Dtype::float16, 0.0F}, Row{"0.1", Dtype::bfloat16, 0.10009765625F},
        Row{"257", Dtype::bfloat16, 256.0F}, Row{"3.39e38", Dtype::bfloat16, 0x1.fep127F}}) {
    CAPTURE(row.text);
    const auto found = number_in<float>(row.text, row.dtype);
    CHECK(found.status == NumberStatus::valid);
    CHECK(found.value == row.value);
    CHECK(std::signbit(found.value) == std::signbit(row.value));
  }
  for (const Row& row :
       {Row{"3.4028236e38", Dtype::float32, 0}, Row{"1e39", Dtype::float32, 0}, Row{"-1e400", Dtype::float32, 0},
        Row{"65520", Dtype::float16, 0}, Row{"-1e5", Dtype::float16, 0}, Row{"1e400", Dtype::float16, 0},
        Row{"3.4e38", Dtype::bfloat16, 0}}) {
    CAPTURE(row.text);
    const auto found = number_in<float>(row.text, row.dtype);
    CHECK(found.status == NumberStatus::beyond_range);
    CHECK(found.length == std::string(row.text).size());
  }
}

TEST_CASE("beyond_range_text names the dtype and its largest number") {
  CHECK(beyond_range_text("1e400", Dtype::float64) ==
        "1e400 is beyond float64, whose largest is 1.7976931348623157e+308");
  CHECK(beyond_range_text("1e39", Dtype::float32) == "1e39 is beyond float32, whose largest is 3.4028235e+38");
  CHECK(beyond_range_text("-65520", Dtype::float16) == "-65520 is beyond float16, whose largest is 65504");
  CHECK(beyond_range_text("3.4e38", Dtype::bfloat16) == "3.4e38 is beyond bfloat16, whose largest is 3.3895314e+38");
  CHECK(beyond_range_text(std::string(500, '9'), Dtype::float64) ==
        std::string(40, '9') + "... is beyond float64, whose largest is 1.7976931348623157e+308");
}
