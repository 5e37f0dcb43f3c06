#include "text/shortest.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>

#include <doctest/doctest.h>
#include <fmt/format.h>

using softmax::Real;

namespace {

template <Real T>
std::string text(T value) {
  std::array<char, softmax::room_for_shortest> room{};
  char* end = softmax::put_shortest(room.data(), value);
  CHECK(end <= room.data() + 24);
  return {room.data(), end};
}

template <Real T>
void compare(T value) {
  if (!std::isfinite(value)) return;
  if (text(value) != fmt::format("{}", value)) FAIL_CHECK(text(value) << " for " << fmt::format("{}", value));
}

}  // namespace

TEST_CASE("put_shortest lays numbers out with and without a point, zeros and an exponent") {
  CHECK(text(0.0) == "0");
  CHECK(text(-0.0) == "-0");
  CHECK(text(3.0) == "3");
  CHECK(text(-1.25) == "-1.25");
  CHECK(text(12.5) == "12.5");
  CHECK(text(0.5) == "0.5");
  CHECK(text(0.00012345) == "0.00012345");
  CHECK(text(0.000012345) == "1.2345e-05");
  CHECK(text(1e15) == "1000000000000000");
  CHECK(text(1234567890123456.0) == "1234567890123456");
  CHECK(text(123456789012345.6) == "123456789012345.6");
  CHECK(text(1e16) == "1e+16");
  CHECK(text(-2.2250738585072014e-308) == "-2.2250738585072014e-308");
  CHECK(text(std::numeric_limits<double>::max()) == "1.7976931348623157e+308");
  CHECK(text(0.1f) == "0.1");
  CHECK(text(16777216.0f) == "16777216");
  CHECK(text(std::numeric_limits<float>::denorm_min()) == "1e-45");
}

TEST_CASE("put_shortest writes what fmt writes") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200000; ++i) {
    const std::uint64_t bits = random();
    compare(std::bit_cast<double>(bits));
    compare(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    compare(std::ldexp(static_cast<double>(bits), -static_cast<int>(bits % 130)));
    compare(static_cast<double>(bits >> (bits % 64)));
    compare(static_cast<float>(bits >> (bits % 64)));
    compare(static_cast<double>(bits % 1000000) / 1000);
    compare(static_cast<float>(bits % 100000) / 1000);
  }
  for (int exponent = -330; exponent <= 308; ++exponent) {
    const double power = std::pow(10.0, exponent);
    for (const double factor : {1.0, 9.0, 1.5, 9.999999999999999}) {
      compare(power * factor);
      compare(static_cast<float>(power * factor));
    }
  }
}
