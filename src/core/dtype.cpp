#include "core/dtype.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace softmax {
namespace {

constexpr std::array<std::string_view, 4> names = {"float16", "bfloat16", "float32", "float64"};

// exp_overflow is ln(largest + half an ulp), exp_underflow is ln(half the smallest subnormal), each as a double such
// that no value of the dtype lies between it and the exact bound (tests/compute/elementary_test.cpp).
constexpr std::array<DtypeTraits, 4> table = {{
    {11, -14, 65504.0, 11.090110718526951, -17.328679513998633, 11.089866488461016},
    {8, -126, 0x1.fep127, 88.7208840768372, -92.88172219503267, 88.71892521235186},
    {24, -126, 0x1.fffffep127, 88.72283908187067, -103.97207708399179, 88.72283905206835},
    {53, -1022, 0x1.fffffffffffffp1023, 709.78271289338397, -745.1332191019411, 709.782712893384},
}};

}  // namespace

std::string_view name(Dtype dtype) { return names[static_cast<std::size_t>(dtype)]; }

std::optional<Dtype> dtype_named(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Dtype>(i);
  }
  return std::nullopt;
}

std::string dtype_names() { return "float16, bfloat16, float32, float64"; }

std::size_t item_size(Dtype dtype) {
  constexpr std::array<std::size_t, 4> sizes = {2, 2, 4, 8};
  return sizes[static_cast<std::size_t>(dtype)];
}

const DtypeTraits& traits(Dtype dtype) { return table[static_cast<std::size_t>(dtype)]; }

double ulp(Dtype dtype, double x) {
  const DtypeTraits& type = traits(dtype);
  const int exponent = x == 0 ? type.min_exponent : std::max(std::ilogb(x), type.min_exponent);
  return std::ldexp(1.0, exponent - type.significand_bits + 1);
}

double round_to(Dtype dtype, double x) {
  if (dtype == Dtype::float64 || x == 0 || !std::isfinite(x)) return x;
  if (dtype == Dtype::float32) return static_cast<double>(static_cast<float>(x));
  // A multiple of the unit nearest to x: the quotient is exact (a power of two), rint rounds ties to even.
  const double unit = ulp(dtype, x);
  const double rounded = std::rint(x / unit) * unit;
  return std::abs(rounded) > traits(dtype).largest ? std::copysign(HUGE_VAL, x) : rounded;
}

float bfloat16_value(std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }

float float16_value(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const int fraction = bits & 1023;
  float magnitude;
  if (exponent == 31) {
    magnitude = fraction == 0 ? HUGE_VALF : NAN;
  } else if (exponent == 0) {
    magnitude = std::ldexp(static_cast<float>(fraction), -24);
  } else {
    magnitude = std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
  }
  return bits & 0x8000 ? -magnitude : magnitude;
}

std::uint16_t float16_bits(float value) {
  const auto sign = static_cast<std::uint16_t>(std::signbit(value) ? 0x8000 : 0);
  const float magnitude = std::abs(value);
  if (std::isnan(value)) return static_cast<std::uint16_t>(sign | 0x7e00);
  if (std::isinf(value)) return static_cast<std::uint16_t>(sign | 0x7c00);
  if (magnitude < 0x1p-14f) return static_cast<std::uint16_t>(sign | static_cast<int>(std::ldexp(magnitude, 24)));
  const int exponent = std::ilogb(magnitude);
  const int fraction = static_cast<int>(std::ldexp(magnitude, 10 - exponent)) - 1024;
  return static_cast<std::uint16_t>(sign | ((exponent + 15) << 10) | fraction);
}

}  // namespace softmax
