#include "check/choice.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

namespace softmax::check {
namespace {
bool is_input(const Expected& print, const Shape& shape, const std::vector<double>& input) {
  const auto is_same = [](const ExpectedNumber& number, double value) {
    return number.value == value || (std::isnan(number.value) && std::isnan(value));
  };
  return print.shape == shape &&
         std::equal(print.numbers.begin(), print.numbers.end(), input.begin(), input.end(), is_same);
}
}  // namespace

std::size_t chosen_print(const std::vector<Expected>& prints, const Shape& shape, const std::vector<double>& input) {
  std::vector<std::size_t> left(prints.size());
  std::iota(left.begin(), left.end(), std::size_t{0});
  const auto pass_over = [&](auto is_other) {
    std::vector<std::size_t> rest;
    std::copy_if(left.begin(), left.end(), std::back_inserter(rest),
                 [&](std::size_t print) { return !is_other(print); });
    if (!rest.empty()) left = std::move(rest);
  };
  pass_over([&](std::size_t print) { return prints[print].fitted_to(shape) != shape; });
  pass_over([&](std::size_t print) { return is_input(prints[print], shape, input); });
  pass_over([&](std::size_t print) { return !prints[print].is_print; });
  return left.back();
}
}  // namespace softmax::check
