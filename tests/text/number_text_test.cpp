#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <system_error>

#include <doctest/doctest.h>

#include "support/choices.h"
#include "text/shortest.h"

using softmax::Dtype;
using softmax::NumberText;
using softmax::test::infinity;

namespace {

constexpr softmax::NonfiniteWords words = {"nan", "inf", "-inf"};

template <softmax::Real T>
std::string text(Dtype dtype, T value, std::optional<int> precision = std::nullopt) {
  NumberText number(dtype, precision, words);
  return std::string(number(value));
}

template <softmax::Real T>
T read_back(std::string_view text) {
  T value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  REQUIRE(error == std::errc());
  REQUIRE(end == text.data() + text.size());
  return value;
}

/// The grammar of RFC 8259: minus, an integer without leading zeros, a point with digits, an exponent with digits.
bool is_json_number(std::string_view text) {
  const auto take = [&text](std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
  };
  const auto take_digits = [&take] {
    if (!take("0123456789")) return false;
    while (take("0123456789")) continue;
    return true;
  };
  take("-");
  if (!take("0") && !take_digits()) return false;
  if (take(".") && !take_digits()) return false;
  if (take("eE")) {
    take("+-");
    if (!take_digits()) return false;
  }
  return text.empty();
}

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text.substr(0, text.find('e'))) {
    if (c >= '0' && c <= '9') digits += c;
  }
  digits.erase(0, digits.find_first_not_of('0'));
  return digits.substr(0, digits.find_last_not_of('0') + 1);
}

/// Whether a decimal with fewer significant digits than `digits` rounds to the value: those next to it on both sides.
bool has_shorter(Dtype dtype, double value, std::size_t digits) {
  for (int shorter = 1; shorter < static_cast<int>(digits); ++shorter) {
    const int exponent = static_cast<int>(std::floor(std::log10(value))) - shorter + 1;
    const auto near = static_cast<long>(std::floor(value / std::pow(10.0, exponent)));
    for (long mantissa = near - 1; mantissa <= near + 2; ++mantissa) {
      const std::string decimal = std::to_string(mantissa) + "e" + std::to_string(exponent);
      if (softmax::round_to(dtype, read_back<double>(decimal)) == value) return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("float64 and float32 print the shortest digits that read back the same") {
  // The digits are those of Python's repr of the float and of numpy.float32.
  CHECK(text(Dtype::float64, 0.1) == "0.1");
  CHECK(text(Dtype::float64, 1.0) == "1");
  CHECK(text(Dtype::float64, 100000.0) == "100000");
  CHECK(text(Dtype::float64, 1e15) == "1000000000000000");
  CHECK(text(Dtype::float64, 1e16) == "1e+16");
  CHECK(text(Dtype::float64, 0.0001) == "0.0001");
  CHECK(text(Dtype::float64, 0.00001) == "1e-05");
  CHECK(text(Dtype::float64, 0.1 + 0.2) == "0.30000000000000004");
  CHECK(text(Dtype::float64, 5e-324) == "5e-324");
  CHECK(text(Dtype::float64, 2.2250738585072014e-308) == "2.2250738585072014e-308");
  CHECK(text(Dtype::float64, 1.7976931348623157e308) == "1.7976931348623157e+308");
  CHECK(text(Dtype::float64, 9007199254740993.0) == "9007199254740992");
  CHECK(text(Dtype::float64, 0x1p-44) == "5.684341886080802e-14");
  CHECK(text(Dtype::float64, -0.0) == "-0");
  CHECK(text(Dtype::float32, 0.1f) == "0.1");
  CHECK(text(Dtype::float32, 1.0f / 3) == "0.33333334");
  CHECK(text(Dtype::float32, 16777216.0f) == "16777216");
  CHECK(text(Dtype::float32, 1e-45f) == "1e-45");
  CHECK(text(Dtype::float32, 3.4028235e38f) == "3.4028235e+38");
  CHECK(text(Dtype::float32, -0.0f) == "-0");
}

TEST_CASE("every double and float reads back as itself") {
  std::mt19937_64 random(1);
  NumberText wide(Dtype::float64, std::nullopt, words);
  NumberText narrow(Dtype::float32, std::nullopt, words);
  for (int i = 0; i < 100000; ++i) {
    const std::uint64_t bits = random();
    const auto d = std::bit_cast<double>(bits);
    if (std::isfinite(d)) {
      CHECK(std::bit_cast<std::uint64_t>(read_back<double>(wide(d))) == bits);
      CHECK(is_json_number(wide(d)));
    }
    const auto half = static_cast<std::uint32_t>(bits >> 32);
    const auto f = std::bit_cast<float>(half);
    if (std::isfinite(f)) {
      CHECK(std::bit_cast<std::uint32_t>(read_back<float>(narrow(f))) == half);
      CHECK(is_json_number(narrow(f)));
    }
  }
}

TEST_CASE("every finite value of the 16-bit dtypes reads back as itself, from as few digits as can be") {
  for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16}) {
    NumberText number(dtype, std::nullopt, words);
    int finite = 0;
    for (unsigned bits = 0; bits <= 0xFFFF; ++bits) {
      const auto pattern = static_cast<std::uint16_t>(bits);
      const float value = dtype == Dtype::float16 ? softmax::float16_value(pattern) : softmax::bfloat16_value(pattern);
      if (!std::isfinite(value)) continue;
      ++finite;
      const std::string first(number(value));
      const double back = softmax::round_to(dtype, read_back<double>(first));
      const bool is_same = back == static_cast<double>(value) && std::signbit(back) == std::signbit(value);
      const bool is_short = value <= 0 || !has_shorter(dtype, back, digits_of(first).size());
      CHECK_MESSAGE((is_same && is_short && is_json_number(first) && number(value) == first), first);
    }
    CHECK(finite == (dtype == Dtype::float16 ? 2 * 31 * 1024 : 2 * 255 * 128));
  }
}

TEST_CASE("16-bit values print as NumPy prints float16") {
  // numpy.float16: 0.1, 0.3333, 65500.0, 6e-08, 6.104e-05, 0.01563 (NumPy 1.24)
  CHECK(text(Dtype::float16, softmax::float16_value(0x2E66)) == "0.1");
  CHECK(text(Dtype::float16, softmax::float16_value(0x3555)) == "0.3333");
  CHECK(text(Dtype::float16, 65504.0f) == "65500");
  CHECK(text(Dtype::float16, 0x1p-24f) == "6e-08");
  CHECK(text(Dtype::float16, 0x1p-14f) == "6.104e-05");
  CHECK(text(Dtype::float16, 0x1p-6f) == "0.01563");
  CHECK(text(Dtype::float16, 1.0f) == "1");
  CHECK(text(Dtype::float16, -0.0f) == "-0");
  // bfloat16's neighbours of 0.1 are 0.09961 and 0.1006, those of its largest value 3.376e38 and an infinity.
  CHECK(text(Dtype::bfloat16, softmax::bfloat16_value(0x3DCD)) == "0.1");
  CHECK(text(Dtype::bfloat16, 0x1.fep127f) == "3.39e+38");
  CHECK(text(Dtype::bfloat16, 0x1p-133f) == "9e-41");
}

TEST_CASE("a precision gives that many digits after the point, rounded correctly") {
  // The values are exact in binary, or their expansions come from Python's decimal.
  CHECK(text(Dtype::float64, 0.5, 0) == "0");
  CHECK(text(Dtype::float64, 1.5, 0) == "2");
  CHECK(text(Dtype::float64, 0.125, 2) == "0.12");
  CHECK(text(Dtype::float64, 0.375, 2) == "0.38");
  CHECK(text(Dtype::float64, 2.675, 2) == "2.67");
  CHECK(text(Dtype::float64, 0.999, 2) == "1.00");
  CHECK(text(Dtype::float64, 1.0, 4) == "1.0000");
  CHECK(text(Dtype::float64, 1e22, 1) == "10000000000000000000000.0");
  CHECK(text(Dtype::float64, 0.1, 30) == "0.100000000000000005551115123126");
  CHECK(text(Dtype::float32, 0.1f, 12) == "0.100000001490");
  CHECK(text(Dtype::float16, softmax::float16_value(0x2E66), 6) == "0.099976");
  CHECK(text(Dtype::float64, -0.0, 2) == "-0.00");
  CHECK(text(Dtype::float64, -0.001, 2) == "-0.00");
  CHECK(text(Dtype::float64, -1.7976931348623157e308, 2).size() == 1 + 309 + 1 + 2);
  CHECK(read_back<double>(text(Dtype::float64, 5e-324, 1074)) == 5e-324);
  CHECK(text(Dtype::float64, 1.0, 2000).size() == 2002);
}

TEST_CASE("what is no finite number is spelt as the format wants") {
  CHECK(text(Dtype::float64, std::nan("")) == "nan");
  CHECK(text(Dtype::float64, -std::nan(""), 3) == "nan");
  CHECK(text(Dtype::float64, infinity, 3) == "inf");
  CHECK(text(Dtype::float64, -infinity) == "-inf");
  CHECK(text(Dtype::float16, -std::numeric_limits<float>::infinity()) == "-inf");
}
