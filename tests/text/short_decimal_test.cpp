#include <bit>
#include <charconv>
#include <cstdint>
#include <random>
#include <string>
#include <system_error>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "text/number.h"

using softmax::Dtype;
using softmax::read_short_decimal;
using softmax::Real;

namespace {

template <Real T>
constexpr Dtype dtype_of = sizeof(T) == sizeof(double) ? Dtype::float64 : Dtype::float32;

/// Whether the text is read, from its first byte to that many.
template <Real T>
bool is_read(std::string_view text, std::size_t length, T value) {
  T found = 77;
  const char* end = read_short_decimal(text.data(), text.data() + text.size(), dtype_of<T>, found);
  return end == text.data() + length && found == value && std::signbit(found) == std::signbit(value);
}

bool is_left(std::string_view text) {
  double value = 0;
  return read_short_decimal(text.data(), text.data() + text.size(), Dtype::float64, value) == nullptr;
}

/// Counts the texts that are read, and checks that they are read as std::from_chars reads them.
template <Real T>
class Twins {
 public:
  void compare(const std::string& text) {
    ++texts_;
    T value = 77;
    const char* const end = read_short_decimal(text.data(), text.data() + text.size(), dtype_of<T>, value);
    if (end == nullptr) return;
    ++read_;
    T expected = 0;
    const auto [expected_end, error] = std::from_chars(text.data(), text.data() + text.size(), expected);
    const bool is_same = error == std::errc() && end == expected_end && std::memcmp(&value, &expected, sizeof(T)) == 0;
    if (!is_same) FAIL_CHECK(text << " gives " << value << ", not " << expected);
  }

  double share_read() const { return static_cast<double>(read_) / static_cast<double>(texts_); }

 private:
  int texts_ = 0;
  int read_ = 0;
};

}  // namespace

TEST_CASE("read_short_decimal reads numbers as JSON writes them") {
  CHECK(is_read("0", 1, 0.0));
  CHECK(is_read("-0", 2, -0.0));
  CHECK(is_read("-0.000e-99,", 10, -0.0));
  CHECK(is_read("7]", 1, 7.0));
  CHECK(is_read("0.1", 3, 0.1));
  CHECK(is_read("-12.5, 3", 5, -12.5));
  CHECK(is_read("0.30000000000000004\n", 19, 0.1 + 0.2));
  CHECK(is_read("1.5E+2", 6, 150.0));
  CHECK(is_read("1e-05\r\n", 5, 1e-5));
  CHECK(is_read("1e22", 4, 1e22));
  CHECK(is_read("5e-0000000000000000001", 22, 0.5));
  CHECK(is_read("123456789012345678 ", 18, 123456789012345678.0));
  CHECK(is_read("0.00000000000000000000012345678", 31, 1.2345678e-22));
  CHECK(is_read("0.1x", 3, 0.1f));
}

TEST_CASE("read_short_decimal leaves to others what is no number of JSON, and what needs a closer look") {
  for (const char* text : {"", "-", "x", "+1", ".5", "1.", "1.e5", "1e", "1e+", "1e-x", "01", "-00", "00.5", "NaN",
                           "nan", "inf", "-Infinity", " 1", "\"1\""}) {
    CHECK_MESSAGE(is_left(text), text);
  }
  // Too many digits; exponents out of reach; halfway between two doubles.
  for (const char* text : {"12345678901234567890", "0.12345678901234567891", "1e55", "1e-55", "1e400", "5e-324",
                           "1e99999", "0e99999999999999999999", "9007199254740993", "0.5e-60"}) {
    CHECK_MESSAGE(is_left(text), text);
  }
}

TEST_CASE("read_short_decimal gives what std::from_chars gives, to the bit") {
  std::mt19937_64 random(1);
  Twins<double> doubles;
  Twins<float> floats;
  const auto compare = [&](const std::string& text) {
    doubles.compare(text);
    floats.compare(text);
  };
  for (int i = 0; i < 100000; ++i) {
    const std::uint64_t bits = random();
    const std::uint64_t digits = random() >> (bits % 64);
    const char* sign = bits & 64 ? "-" : "";
    compare(fmt::format("{}{}", sign, digits));
    compare(fmt::format("{}{}.{}", sign, bits >> 8 & 7, digits));
    compare(fmt::format("0.{:0{}}", digits, bits >> 8 & 31));
    compare(fmt::format("{}.{}e{}", bits >> 8 & 7, digits, static_cast<int>(bits >> 16 & 127) - 64));
    floats.compare(fmt::format("{}", std::bit_cast<float>(static_cast<std::uint32_t>(bits))));
    // Numbers as they are written, and numbers halfway between two values, or as near to that as digits get.
    const double usual = static_cast<double>(static_cast<std::int64_t>(bits)) * 0x1p-61;
    compare(fmt::format("{}", usual));
    compare(fmt::format("{:.17g}", usual));
    compare(fmt::format("{}", static_cast<float>(usual)));
    doubles.compare(fmt::format("{}.5", digits >> 11 | std::uint64_t{1} << 52));
    doubles.compare(fmt::format("{}", digits >> 10 | std::uint64_t{1} << 53 | 1));
    floats.compare(fmt::format("{}.5", digits >> 40 | std::uint64_t{1} << 23));
    floats.compare(fmt::format("{}.49999999", digits >> 40 | std::uint64_t{1} << 23));
  }
  CHECK(doubles.share_read() > 0.5);
  CHECK(floats.share_read() > 0.5);
}

TEST_CASE("read_short_decimal leaves the dtypes that a float holds with bits to spare") {
  const std::string_view text = "0.5";
  float value = 0;
  CHECK(read_short_decimal(text.data(), text.data() + text.size(), Dtype::float16, value) == nullptr);
  CHECK(read_short_decimal(text.data(), text.data() + text.size(), Dtype::bfloat16, value) == nullptr);
}

TEST_CASE("read_short_decimal stops where the text ends") {
  const std::string text = "-12345678.90123456789e-012";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    Twins<double> twins;
    twins.compare(text.substr(0, length));
    double value = 0;
    const char* end = read_short_decimal(text.data(), text.data() + length, Dtype::float64, value);
    CHECK((end == nullptr || end == text.data() + length));
  }
}
