#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace softmax {
/// The types that arithmetic is done in and results have.
enum class Dtype { float16, bfloat16, float32, float64 };

/// The C++ types that hold values: double for float64, float for the other three (float16 and bfloat16 values are
/// exact in it).
template <class T>
concept Real = std::same_as<T, float> || std::same_as<T, double>;

/// A row of the table of dtypes: a binary floating-point type of IEEE 754's shape, and what other programs call it.
struct DtypeTraits {
  std::string_view name;
  std::size_t item_size;      ///< bytes of a stored value
  bool is_held_as_double;     ///< else a value is held in a float
  int significand_bits;       ///< with the implicit one
  int min_exponent;           ///< of the smallest normal number 2^min_exponent
  double largest;             ///< the largest finite value
  double exp_overflow;        ///< e^x rounds to infinity for x above this (log of largest + half its ulp)
  double exp_underflow;       ///< e^x rounds to zero for x below this (log of half the smallest subnormal)
  double log_largest;         ///< log(largest), the threshold that messages give
  std::string_view npy_code;  ///< of the type that .npy files store it as
  Dtype in_numpy;             ///< the type that NumPy has for it
  std::span<const std::string_view> print_names;  ///< words in a print that name it; dtype_in looks for them
};

const DtypeTraits& traits(Dtype dtype);

/// Every dtype, in the order of the table.
std::span<const Dtype> every_dtype();

/// "float16", "bfloat16", "float32" or "float64".
inline std::string_view name(Dtype dtype) { return traits(dtype).name; }

/// The dtype of that name, if there is one.
std::optional<Dtype> dtype_named(std::string_view name);

/// "float16, bfloat16, float32, float64": what an error message offers.
std::string dtype_names();

/// The dtype that a text such as `torch.float16`, `<dtype: 'float32'>` or `torch.cuda.DoubleTensor` names, if it names
/// one of ours. A longer word wins: bfloat16 contains float16.
std::optional<Dtype> dtype_in(std::string_view text);

/// The value of the dtype nearest to x, ties to even; beyond the largest, an infinity. One rounding.
double round_to(Dtype dtype, double x);

/// The distance from |x| to the next larger value of the dtype; x finite and a value of the dtype.
double ulp(Dtype dtype, double x);

/// IEEE 754 binary16 and bfloat16 bit patterns as the values that they stand for; exact.
float float16_value(std::uint16_t bits);
float bfloat16_value(std::uint16_t bits);

/// The bit pattern of a value that float16 holds exactly (what round_to gives).
std::uint16_t float16_bits(float value);
}  // namespace softmax
