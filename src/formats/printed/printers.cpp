#include "formats/printed/printers.h"

#include <algorithm>
#include <array>
#include <cstddef>

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

/// What the numbers of a print show of how it shortens and pads them.
struct Padding {
  bool has_whole = false;  ///< a number without a point
  bool has_point = false;  ///< one with it, or in scientific notation
  /// The significant figures that numbers with other numbers of decimals have in common, without blanks after those
  /// with fewer; 0 if there are none.
  int common_figures = 0;

  bool ends_in_point = false;  ///< a whole number does: 1.
  int decimals = 0;            ///< the largest number of them

  bool is_mixed() const { return has_whole && has_point; }
};

/// Whether that many blanks fill a number up on the right, next to the one between two numbers.
bool is_padded(std::string_view number, std::ptrdiff_t missing) {
  const char* const end = number.data() + number.size();
  const char* at = end;
  while (*at == ' ') ++at;
  const bool is_last = *at == ']' || *at == ',' || *at == '\n';
  return at - end >= missing + (is_last ? 0 : 1);
}

Padding padding_of(std::span<const NumberToken> numbers) {
  Padding padding;
  int most_decimals = 0;
  for (const NumberToken& number : numbers) most_decimals = std::max(most_decimals, spelling(number.text).decimals);
  int figures_of_longest = 0;
  int figures_of_unpadded = -1;
  for (const NumberToken& number : numbers) {
    const Spelling look = spelling(number.text);
    if (!look.is_finite) continue;
    const bool has_point = look.is_scientific || number.text.find('.') != std::string_view::npos;
    padding.has_point = padding.has_point || has_point;
    padding.has_whole = padding.has_whole || !has_point;
    padding.ends_in_point = padding.ends_in_point || number.text.ends_with('.');
    padding.decimals = std::max(padding.decimals, look.decimals);
    if (look.is_scientific) continue;
    if (look.decimals == most_decimals) figures_of_longest = std::max(figures_of_longest, look.figures);
    if (has_point && look.decimals < most_decimals && !is_padded(number.text, most_decimals - look.decimals)) {
      figures_of_unpadded = std::max(figures_of_unpadded, look.figures);
    }
  }
  if (figures_of_longest == figures_of_unpadded) padding.common_figures = figures_of_longest;
  return padding;
}

/// Whether the first number of a row is as far from its bracket as the others are from their commas: @d4c/numjs pads
/// every number on the left, NumPy puts a blank after each comma.
bool has_equal_cells(std::span<const NumberToken> numbers) {
  std::ptrdiff_t after_bracket = 0;
  std::ptrdiff_t after_comma = 0;
  for (const NumberToken& number : numbers) {
    if (!spelling(number.text).is_finite) continue;
    const char* at = number.text.data();
    while (at[-1] == ' ') --at;
    const std::ptrdiff_t width = number.text.data() + number.text.size() - at;
    if (at[-1] == '[') after_bracket = std::max(after_bracket, width);
    if (at[-1] == ',') after_comma = std::max(after_comma, width);
  }
  return after_bracket > 0 && after_bracket == after_comma;
}

/// Whether every number ends 11 characters after its bracket or comma, as in numeric.js.
bool has_cells_of_numeric_js(std::span<const NumberToken> numbers) {
  constexpr std::ptrdiff_t width = 11;
  return std::all_of(numbers.begin(), numbers.end(), [](const NumberToken& number) {
    if (!spelling(number.text).is_finite) return true;
    const char* at = number.text.data();
    while (at[-1] == ' ') --at;
    return number.text.data() + number.text.size() - at == width && (at[-1] == '[' || at[-1] == ',');
  });
}

/// Whether the line ends after the first bracket: PDL and vectorious put it on a line of its own.
bool is_bracket_alone(const char* brackets) {
  const char* next = brackets + 1;
  while (*next == ' ' || *next == '\r') ++next;
  return *next == '\n';
}

/// Whether a number has more digits than a double needs, as in PARI/GP.
bool has_digits_of_gp(std::span<const NumberToken> numbers) {
  constexpr std::size_t fewest = 18;
  return std::any_of(numbers.begin(), numbers.end(), [](const NumberToken& number) {
    return number.text.size() > fewest && spelling(number.text).figures >= static_cast<int>(fewest);
  });
}

/// Whether a number is padded on the left, as Eigen aligns the columns of a matrix.
bool is_aligned_right(std::span<const NumberToken> numbers) {
  return std::any_of(numbers.begin(), numbers.end(), [](const NumberToken& number) {
    const char* const at = number.text.data();
    return spelling(number.text).is_finite && at[-1] == ' ' && (at[-2] == ' ' || at[-2] == '[');
  });
}

/// Whether each number has the figures that gfortran prints of a real(4), 9, or of a real(8), 17, and one shows by its
/// exponent or its decimals that they differ in their last places.
bool has_figures_of_fortran(std::span<const NumberToken> numbers) {
  std::optional<int> last;
  bool differs = false;
  int figures = 0;
  for (const NumberToken& number : numbers) {
    const Spelling look = spelling(number.text);
    if (!look.is_finite || look.is_zero) continue;
    if (look.is_scientific && number.text.find('E') == std::string_view::npos) return false;
    const bool is_double = look.figures == 17 || look.figures == 18;
    if ((look.figures != 9 && !is_double) || (figures != 0 && (figures == 9) != (look.figures == 9))) return false;
    figures = look.figures;
    differs = differs || look.is_scientific || last.value_or(look.last()) != look.last();
    last = look.last();
  }
  return differs;
}
}  // namespace

const Printer& printer_of_brackets(const char* brackets, bool has_commas, bool is_stacked,
                                   std::span<const NumberToken> numbers) {
  if (has_digits_of_gp(numbers)) return printers::pari;
  if (has_commas && has_cells_of_numeric_js(numbers)) return printers::numeric_js;
  if (has_commas) return is_stacked && is_aligned_right(numbers) ? printers::eigen : by_hand;
  if (is_bracket_alone(brackets)) return printers::pdl;
  const Padding padding = padding_of(numbers);
  if (padding.common_figures == printers::pdl.digits) return printers::pdl;
  if (padding.common_figures >= printers::sympy.digits) return printers::sympy;
  const bool has_figures = padding.is_mixed() || padding.common_figures == printers::rows.digits;
  return has_figures ? printers::rows : printers::numpy;
}

const Printer& printer_of_array(const char* brackets, std::string_view dtype, std::span<const NumberToken> numbers) {
  if (dtype.starts_with("'float32")) return printers::opencv_float;
  if (dtype.starts_with("'float64")) return printers::opencv_double;
  if (is_bracket_alone(brackets)) return printers::javascript;
  const Padding padding = padding_of(numbers);
  if (dtype == "float32" && (padding.is_mixed() || padding.common_figures == printers::mlx.digits)) {
    return printers::mlx;
  }
  const bool may_be_numjs = !padding.ends_in_point && padding.decimals <= printers::numjs.digits;
  return may_be_numjs && (padding.is_mixed() || has_equal_cells(numbers)) ? printers::numjs : printers::numpy;
}

const Printer& printer_of_call(std::string_view name) {
  const auto found = std::find_if(calls.begin(), calls.end(), [&](const PrintedCall& row) { return row.name == name; });
  return found == calls.end() ? by_hand : *found->printer;
}

const Printer& printer_of_rows(std::span<const NumberToken> numbers, bool has_scilab_exponent) {
  if (!has_scilab_exponent && has_figures_of_fortran(numbers)) return printers::fortran;
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
