#include "core/dtype.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace softmax {
namespace {
constexpr auto half_names = std::to_array<std::string_view>({"float16", "Half", "half", "FP16"});
constexpr auto bfloat_names = std::to_array<std::string_view>({"bfloat16", "BFloat16", "BF16"});
constexpr auto float_names = std::to_array<std::string_view>({"float32", "FP32", "Float", "float"});
constexpr auto double_names = std::to_array<std::string_view>({"float64", "double", "Double", "FP64"});

// exp_overflow is ln(largest + half an ulp), exp_underflow is ln(half the smallest subnormal), each as a double such
// that no value of the dtype lies between it and the exact bound (tests/compute/elementary_test.cpp).
constexpr std::array<DtypeTraits, 4> table = {{
    {"float16", 2, false, 11, -14, 65504.0, 11.090110718526951, -17.328679513998633, 11.089866488461016, "<f2",
     Dtype::float16, half_names},
    {"bfloat16", 2, false, 8, -126, 0x1.fep127, 88.7208840768372, -92.88172219503267, 88.71892521235186, "<f4",
     Dtype::float32, bfloat_names},
    {"float32", 4, false, 24, -126, 0x1.fffffep127, 88.72283908187067, -103.97207708399179, 88.72283905206835, "<f4",
     Dtype::float32, float_names},
    {"float64", 8, true, 53, -1022, 0x1.fffffffffffffp1023, 709.78271289338397, -745.1332191019411, 709.782712893384,
     "<f8", Dtype::float64, double_names},
}};
constexpr std::array<Dtype, table.size()> all_dtypes = {Dtype::float16, Dtype::bfloat16, Dtype::float32,
                                                        Dtype::float64};

constexpr int exponent_bias = 1023;  // of doubles
constexpr int fraction_bits = 52;

/// 2^exponent, a normal double.
double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + exponent_bias) << fraction_bits);
}

/// e with 2^e <= |x| < 2^(e+1); below all_dtypes normal doubles, one less than their smallest.
int exponent_of(double x) {
  return static_cast<int>(std::bit_cast<std::uint64_t>(x) >> fraction_bits & 0x7ff) - exponent_bias;
}
}  // namespace

const DtypeTraits& traits(Dtype dtype) { return table[static_cast<std::size_t>(dtype)]; }

std::span<const Dtype> every_dtype() { return all_dtypes; }

std::optional<Dtype> dtype_named(std::string_view name) {
  const auto found =
      std::find_if(all_dtypes.begin(), all_dtypes.end(), [name](Dtype dtype) { return traits(dtype).name == name; });
  return found == all_dtypes.end() ? std::nullopt : std::optional(*found);
}

std::string dtype_names() {
  std::string names;
  for (const DtypeTraits& row : table) names.append(names.empty() ? "" : ", ").append(row.name);
  return names;
}

std::optional<Dtype> dtype_in(std::string_view text) {
  if (text.find("float8") != std::string_view::npos) return std::nullopt;  // a type that this program does not have
  std::optional<Dtype> found;
  std::size_t longest = 0;
  for (const Dtype dtype : all_dtypes) {
    for (const std::string_view word : traits(dtype).print_names) {
      if (word.size() <= longest || text.find(word) == std::string_view::npos) continue;
      found = dtype;
      longest = word.size();
    }
  }
  return found;
}

double ulp(Dtype dtype, double x) {
  const DtypeTraits& type = traits(dtype);
  return power_of_two(std::max(exponent_of(x), type.min_exponent)) * power_of_two(1 - type.significand_bits);
}

double round_to(Dtype dtype, double x) {
  if (dtype == Dtype::float64 || x == 0 || !std::isfinite(x)) return x;
  if (dtype == Dtype::float32) return static_cast<double>(static_cast<float>(x));
  const double magnitude = std::abs(x);
  const double largest = traits(dtype).largest;
  if (magnitude >= 2 * largest) return std::copysign(HUGE_VAL, x);
  // The doubles from 2^52 units on are the multiples of the unit: the addition rounds to one, ties to even.
  const double units = 0x1p52 * ulp(dtype, x);
  const double rounded = (magnitude + units) - units;
  return std::copysign(rounded > largest ? HUGE_VAL : rounded, x);
}

float bfloat16_value(std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }

// The two types differ in where the fraction begins and by 112 in the exponent's bias; a product with a power of two
// makes that good for normal and subnormal values alike.
float float16_value(std::uint16_t bits) {
  const auto magnitude_bits = static_cast<std::uint32_t>(bits & 0x7fff);
  float magnitude = std::bit_cast<float>(magnitude_bits << 13) * 0x1p112f;
  if (magnitude_bits > 0x7c00) magnitude = NAN;
  if (magnitude_bits == 0x7c00) magnitude = HUGE_VALF;
  return bits & 0x8000 ? -magnitude : magnitude;
}

std::uint16_t float16_bits(float value) {
  const float magnitude = std::abs(value);
  std::uint32_t bits = std::bit_cast<std::uint32_t>(magnitude * 0x1p-112f) >> 13;
  if (std::isnan(value)) bits = 0x7e00;
  if (std::isinf(value)) bits = 0x7c00;
  return static_cast<std::uint16_t>(bits | (std::signbit(value) ? 0x8000 : 0));
}
}  // namespace softmax
