#include "formats/printed/brackets.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>

#include "core/formatted.h"
#include "formats/csv/cells.h"
#include "formats/gathering.h"
#include "formats/printed/text.h"
#include "text/number.h"

namespace softmax::formats {
namespace {

constexpr std::size_t unknown = std::numeric_limits<std::size_t>::max();

bool is_opening(char c) { return c == '[' || c == '('; }

/// Behind the name and the parenthesis of a NumPy scalar; `at` itself when none stands there.
const char* behind_scalar_name(const PrintText& text, const char* at) {
  const char* end = text.name_end(at);
  if (end == at || end == text.end() || *end != '(' || !is_scalar_name({at, end})) return at;
  return text.skip_blanks(end + 1);
}

/// What source code writes for NaN and the infinities.
struct NonfiniteCode {
  std::string_view number;  ///< as read_number reads it
  const char* end;
};

std::optional<NonfiniteCode> nonfinite_code(const PrintText& text, const char* at) {
  struct Spelling {
    std::string_view code;
    std::string_view number;
  };
  constexpr std::array<Spelling, 18> spellings = {{{"float('-inf')", "-inf"},
                                                   {"float(\"-inf\")", "-inf"},
                                                   {"-float('inf')", "-inf"},
                                                   {"-float(\"inf\")", "-inf"},
                                                   {"float('inf')", "inf"},
                                                   {"float(\"inf\")", "inf"},
                                                   {"float('nan')", "nan"},
                                                   {"float(\"nan\")", "nan"},
                                                   {"-np.inf", "-inf"},
                                                   {"-math.inf", "-inf"},
                                                   {"-torch.inf", "-inf"},
                                                   {"np.inf", "inf"},
                                                   {"math.inf", "inf"},
                                                   {"torch.inf", "inf"},
                                                   {"np.nan", "nan"},
                                                   {"math.nan", "nan"},
                                                   {"torch.nan", "nan"},
                                                   {"-jnp.inf", "-inf"}}};
  for (const Spelling& spelling : spellings) {
    if (text.starts_with(at, spelling.code)) return NonfiniteCode{spelling.number, at + spelling.code.size()};
  }
  return std::nullopt;
}

/// Whether a number in brackets is no tensor's: the one before a matrix of an old print, (0 ,.,.) =, and a step of
/// several, [3/10] or [0:5].
bool is_label(const PrintText& text, const char* at) {
  const std::string_view inside = std::string_view(at, text.line_end(at)).substr(0, longest_aside);
  const std::string_view content = inside.substr(0, inside.find_first_of("])"));
  if (content.ends_with(",.")) return true;
  const std::size_t digits = content.find_first_not_of("0123456789");
  return digits != std::string_view::npos && (content[digits] == '/' || content[digits] == ':') &&
         content.find_first_of(",[ ") == std::string_view::npos;
}

class BracketReader {
 public:
  BracketReader(const PrintText& text, const char* print) : text_(text), print_(print) { sizes_.fill(unknown); }

  BracketedNumbers read(const char* at) {
    found_.end = with_memory([&] { return is_opening(*at) ? array(at, 0) : number(at); },
                             [this] { return numbers_error(text_.name(), found_.numbers); });
    const std::size_t rank = rank_ == unknown ? 0 : rank_;
    found_.shape.assign(sizes_.begin(), sizes_.begin() + static_cast<std::ptrdiff_t>(rank));
    return std::move(found_);
  }

 private:
  /// Reads the array whose bracket is at `at`, the `place`-th of its siblings; gives its end.
  const char* array(const char* at, std::size_t place) {
    if (depth_ == largest_rank) {
      text_.fail(at, formatted("expected a tensor of rank {} at most, found brackets nested deeper", largest_rank));
    }
    path_[depth_++] = place;
    const char* begin = at;
    const char close = *at == '[' ? ']' : ')';
    std::size_t count = 0;
    std::optional<bool> by_commas;  // else by blanks, once there are two elements
    at = skip(at + 1);
    while (!closes(at, close)) {
      at = element(at, count++);
      const char* behind = skip(at);
      const bool is_comma = behind < text_.end() && *behind == ',';
      if (by_commas == true && !is_comma && behind != at && !closes(behind, close)) {
        text_.fail_expecting(behind, formatted("a comma, as between the elements before, or \"{}\"", close));
      }
      if (by_commas == false && is_comma) {
        text_.fail_expecting(behind, formatted("a blank, as between the elements before, or \"{}\"", close));
      }
      by_commas = is_comma;
      if (is_comma) {
        found_.has_commas = true;
        behind = skip(behind + 1);
      } else if (behind == at && !closes(behind, close) && *behind != '[' && *behind != '(') {
        text_.fail_expecting(behind, formatted("a blank, a comma or \"{}\" behind the number", close));
      }
      at = behind;
    }
    if (rank_ == unknown) rank_ = depth_;
    std::size_t& size = sizes_[depth_ - 1];
    if (size == unknown) size = count;
    if (size != count) {
      const bool has_sibling = depth_ > 1 && path_[depth_ - 1] > 0;
      text_.fail(begin, formatted("{} has {} element{}, {} {}", path(depth_), count, count == 1 ? "" : "s",
                                  has_sibling ? "its siblings have" : "those before have", size));
    }
    --depth_;
    return at + 1;
  }

  const char* element(const char* at, std::size_t place) {
    if (ellipsis_length(at, text_.end()) > 0) fail_summarised(text_, at);
    if (is_opening(*at)) {
      if (depth_ == rank_) fail_kind(at, place, "an array", "a number");
      return array(at, place);
    }
    if (rank_ != unknown && depth_ < rank_) {
      if (begins_number(at, text_.end())) fail_kind(at, place, "a number", "an array");
      text_.fail_expecting(at, "an array");
    }
    return number(at);
  }

  const char* number(const char* at) {
    if (const std::optional<NonfiniteCode> code = nonfinite_code(text_, at)) {
      if (rank_ == unknown) rank_ = depth_;
      found_.numbers.push_back({code->number, 0});
      return code->end;
    }
    if (text_.starts_with(at, minus_sign)) {
      text_.fail(at, "expected a number, found the minus sign U+2212: numbers have the hyphen-minus, \"-\"");
    }
    const char* begin = behind_scalar_name(text_, at);
    double value = 0;
    const NumberEnd read = read_cell_number(begin, text_.end(), Dtype::float64, value);
    const bool is_number = read.status != NumberStatus::not_a_number && begins_number(begin, text_.end());
    if (!is_number || (read.end < text_.end() &&
                       (is_letter(*read.end) || is_digit(*read.end) || *read.end == '+' || *read.end == '-'))) {
      text_.fail_expecting(at, "a number");
    }
    if (read.status == NumberStatus::beyond_range) {
      text_.fail(begin, beyond_range_text({begin, read.end}, Dtype::float64));
    }
    if (rank_ == unknown) rank_ = depth_;
    found_.numbers.push_back({{begin, read.end}, 0});
    if (begin == at) return read.end;
    found_.dtype = dtype_in({at, begin});
    const char* close = text_.skip_blanks(read.end);
    if (close == text_.end() || *close != ')') text_.fail_expecting(close, "\")\"");
    return close + 1;
  }

  const char* skip(const char* at) const { return text_.skip_inside(at, print_); }

  bool closes(const char* at, char close) const {
    if (at == text_.end()) {
      text_.fail(at, formatted("the print is cut off: expected \"{}\", found the end of the input", close));
    }
    return *at == close;
  }

  [[noreturn]] void fail_kind(const char* at, std::size_t place, std::string_view kind, std::string_view other) const {
    text_.fail(at, formatted("{}[{}] is {}, the elements before are each {}", path(depth_), place, kind, other));
  }

  /// "[2][1]": the array that is open at that depth.
  std::string path(std::size_t depth) const {
    std::string text;
    for (std::size_t i = 1; i < depth; ++i) text += formatted("[{}]", path_[i]);
    return text.empty() && depth == 1 ? "the outermost array" : text;
  }

  const PrintText& text_;
  const char* print_;
  BracketedNumbers found_;
  std::size_t rank_ = unknown;  ///< the depth that numbers stand at
  std::size_t depth_ = 0;
  std::array<std::size_t, largest_rank> path_{};   ///< of each open array, its place among its siblings
  std::array<std::size_t, largest_rank> sizes_{};  ///< of each dim, or unknown
};

}  // namespace

BracketedNumbers read_brackets(const PrintText& text, const char* at, const char* print) {
  return BracketReader(text, print).read(at);
}

bool holds_numbers(const PrintText& text, const char* at) {
  const char* print = at;
  // Brackets deeper than any tensor's are for read_brackets to refuse.
  for (std::size_t depth = 0; at < text.end() && is_opening(*at); ++depth) {
    if (depth > largest_rank) return true;
    at = text.skip_inside(at + 1, print);
  }
  if (at == text.end() || *at == ']') return true;
  if (nonfinite_code(text, at)) return true;
  if (!begins_number(at, text.end())) return behind_scalar_name(text, at) != at;
  return !is_label(text, at);
}

}  // namespace softmax::formats
