#include "read/print_factor.h"

#include <string_view>

#include "read/decimal.h"
#include "read/number.h"

namespace softmax::read {

std::optional<CommonFactor> read_factor(const PrintText& text, const char* at) {
  if (at == text.end() || !is_digit(*at)) return std::nullopt;
  double value = 0;
  const NumberEnd number = read_number(at, text.end(), Dtype::float64, value);
  if (number.status != NumberStatus::valid) return std::nullopt;
  const char* star = text.skip_blanks_of_line(number.end);
  if (star == text.end() || *star != '*') return std::nullopt;
  const Decimal factor(std::string_view(at, number.end));
  if (factor.is_zero() || !factor.is_power_of_ten()) {
    text.fail(at, "expected a common factor that is a power of ten, such as 1.00000e-02");
  }
  return CommonFactor{factor.magnitude(), star + 1};
}

}  // namespace softmax::read
