#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dtype.h"

namespace softmax {
/// The room that put_shortest needs. It may write to all of it; its text has at most 24 bytes.
inline constexpr std::size_t room_for_shortest = 40;

/// Writes the fewest digits that read back as the same float or double, and of those the nearest: `1`, `-0`, `0.1`,
/// `1e-05`, `1e+16`. Magnitudes below 1e-4 and from 1e16 on have an exponent. The value is finite. Returns the end of
/// the text.
template <Real T>
char* put_shortest(char* to, T value);

/// How a format spells nan and the infinities. The views must outlive their users.
struct NonfiniteWords {
  std::string_view nan;
  std::string_view infinity;
  std::string_view minus_infinity;
};

/// Numbers as decimal text, the same in every locale. Finite ones are valid JSON numbers: `1`, `-0`, `0.1`, `1e-05`,
/// `1e+16`. Several threads may use one object at once.
class NumberText {
 public:
  /// Without a precision, a number gets the fewest significant digits that read back as the same value of the dtype;
  /// with one (>= 0), that many digits after the point, rounded correctly and ties to even.
  NumberText(Dtype dtype, std::optional<int> precision, const NonfiniteWords& words);

  Dtype dtype() const { return dtype_; }

  /// The room that `put` needs.
  std::size_t room() const { return room_; }

  /// Writes the text of a value of the dtype and returns its end. T is the type that holds the dtype.
  template <Real T>
  char* put(char* to, T value) const;

  template <Real T>
  std::string operator()(T value) const {
    std::string text(room_, '\0');
    text.resize(static_cast<std::size_t>(put(text.data(), value) - text.data()));
    return text;
  }

 private:
  double shortest_of_16_bits(float value) const;

  Dtype dtype_;
  std::optional<int> precision_;
  NonfiniteWords words_;
  std::size_t room_;
  /// shortest_decimal by bit pattern, NaN until it is needed; only for 16-bit dtypes. Several threads may compute the
  /// same entry: they find the same.
  mutable std::vector<std::atomic<double>> shortest_;
};

/// The double nearest to the decimal number with the fewest significant digits (of those the nearest to the value) that
/// round_to rounds to the value. Takes finite values of float16 and bfloat16; about a microsecond.
double shortest_decimal(Dtype dtype, float value);
}  // namespace softmax
