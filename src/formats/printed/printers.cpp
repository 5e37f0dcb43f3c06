#include "formats/printed/printers.h"

#include <algorithm>
#include <array>

namespace softmax::formats {
namespace {
/// A call that a library prints.
struct PrintedCall {
  std::string_view name;
  const Printer* printer;
};

constexpr std::array<PrintedCall, 11> calls = {{{"tensor", &printers::torch},
                                                {"array", &printers::numpy},
                                                {"matrix", &printers::numpy},
                                                {"Matrix", &printers::sympy},
                                                {"Tensor", &printers::paddle},
                                                {"tf.Tensor", &printers::tensorflow},
                                                {"tf.Variable", &printers::tensorflow},
                                                {"EagerTensor", &printers::tensorflow},
                                                {"Array", &printers::jax},
                                                {"DeviceArray", &printers::jax},
                                                {"ShardedDeviceArray", &printers::jax}}};
}  // namespace

const Printer& printer_of_call(std::string_view name) {
  const auto found = std::find_if(calls.begin(), calls.end(), [&](const PrintedCall& row) { return row.name == name; });
  return found == calls.end() ? by_hand : *found->printer;
}

const Printer& printer_of_rows(std::span<const NumberToken> numbers, bool has_scilab_exponent) {
  constexpr int fewest_decimals = 4;
  if (has_scilab_exponent) return printers::scilab;
  std::optional<int> decimals;
  int maximum_decimals = 0;
  bool is_fixed = true;
  bool is_trimmed =
      false;  // a number has seven decimals, and neither six figures nor the notation that they would have
  for (const NumberToken& number : numbers) {
    const Spelling look = spelling(number.text);
    if (!look.is_finite) continue;
    is_fixed = is_fixed && look.decimals >= fewest_decimals && decimals.value_or(look.decimals) == look.decimals;
    decimals = look.decimals;
    if (look.is_scientific) continue;
    maximum_decimals = std::max(maximum_decimals, look.decimals);
    const bool is_tiny = !look.is_zero && look.first < -fewest_decimals;
    is_trimmed = is_trimmed || (look.decimals == printers::scilab.digits && (look.figures >= look.decimals || is_tiny));
  }
  if (is_fixed && decimals) return printers::fixed_rows;
  return is_trimmed && maximum_decimals == printers::scilab.digits ? printers::scilab : printers::rows;
}

const Printer& printer_of_octave(std::span<const NumberToken> numbers, std::size_t pages) {
  constexpr int long_digits = 15;
  constexpr int short_figures = 5;
  constexpr int short_decimals = 4;
  struct Seen {
    std::optional<int> decimals;
    int figures = 0;
    bool has_whole = false;
    bool is_even = true;
  };
  std::vector<Seen> seen(pages);
  std::size_t page = 0;
  for (const NumberToken& number : numbers) {
    Seen& of_page = seen[page];
    if (++page == pages) page = 0;
    const Spelling look = spelling(number.text);
    if (!look.is_finite) continue;
    if (look.decimals == 0 && !look.is_scientific) {
      of_page.has_whole = of_page.has_whole || !look.is_zero;
      continue;
    }
    if (look.figures >= long_digits || look.decimals >= long_digits) return printers::octave_long;
    of_page.figures = std::max(of_page.figures, look.figures);
    of_page.is_even = of_page.is_even && of_page.decimals.value_or(look.decimals) == look.decimals;
    of_page.decimals = std::max(of_page.decimals.value_or(0), look.decimals);
  }
  const bool is_short = std::all_of(seen.begin(), seen.end(), [&](const Seen& of_page) {
    const bool has_digits = of_page.figures >= short_figures || of_page.decimals >= short_decimals;
    return !of_page.decimals || (of_page.is_even && !of_page.has_whole && has_digits);
  });
  return is_short ? printers::octave : printers::octave_short_g;
}
}  // namespace softmax::formats
