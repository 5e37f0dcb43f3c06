#include "formats/printed/text.h"

#include <algorithm>
#include <iterator>

#include "formats/printed/printers.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
constexpr std::string_view non_breaking_space = "\xC2\xA0";
constexpr std::string_view closing_brackets = ")]}>";

bool is_blank_of_line(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Calls that make a tensor from the numbers in them: the last components of their names.
constexpr std::array<std::string_view, 15> tensor_names = {
    "tensor",      "array",        "Tensor",     "Array",     "Variable",    "DeviceArray", "constant", "asarray",
    "FloatTensor", "DoubleTensor", "HalfTensor", "as_tensor", "EagerTensor", "matrix",      "to_tensor"};

constexpr std::array<std::string_view, 6> scalar_names = {"float16", "float32", "float64", "half", "single", "double"};

constexpr std::array<std::string_view, 31> size_names = {
    "Size",   "_size", "size",   "shape",   "Shape",  "TensorShape", "reshape",   "view",
    "dim",    "dims",  "axis",   "axes",    "stride", "strides",     "transpose", "permute",
    "zeros",  "ones",  "empty",  "full",    "rand",   "randn",       "randint",   "uniform",
    "normal", "range", "arange", "squeeze", "ndim",   "seed",        "figsize"};
}  // namespace

PrintText::PrintText(const Text& text) : text_(text) {
  for (const char* line = begin();;) {
    const char* stop = std::find(line, end(), '\n');
    const std::string_view content(line, stop);
    const std::size_t comment = std::min({content.find('#'), content.find("//"), content.size()});
    lines_.push_back({line, line + comment});
    if (stop == end()) return;
    line = stop + 1;
  }
}

std::vector<PrintText::Line>::const_iterator PrintText::line_of(const char* at) const {
  const auto is_before = [](const char* place, const Line& line) { return place < line.begin; };
  return std::upper_bound(lines_.begin(), lines_.end(), at, is_before) - 1;
}

const char* PrintText::skip_blanks_of_line(const char* at) const {
  for (;;) {
    if (at < end() && is_blank_of_line(*at)) {
      ++at;
    } else if (starts_with(at, non_breaking_space)) {
      at += non_breaking_space.size();
    } else {
      return at;
    }
  }
}

const char* PrintText::skip_blanks(const char* at) const {
  for (at = skip_blanks_of_line(at); at < end() && *at == '\n';) at = skip_blanks_of_line(at + 1);
  return at;
}

const char* PrintText::skip_inside(const char* at, const char* print) const {
  for (;;) {
    at = skip_blanks_of_line(at);
    if (at == end()) return at;
    if (*at == '\n') {
      at = skip_margin(at + 1, is_in_comment(print));
    } else if (*at == '#' || starts_with(at, "//")) {
      at = line_end(at);
    } else {
      return at;
    }
  }
}

const char* PrintText::skip_margin(const char* line, bool is_comment) const {
  const char* at = skip_blanks_of_line(line);
  while (at < end() && *at == '>') at = skip_blanks_of_line(at + 1);
  if (is_comment) {
    while (at < end() && (*at == '#' || *at == '/')) at = skip_blanks_of_line(at + 1);
  }
  // The next line of a Python session. Where numbers are left out, a comma or the end of the line follows.
  constexpr std::string_view continuation = "... ";
  if (at != line || !starts_with(at, continuation)) return at;
  const char* next = skip_blanks_of_line(at + continuation.size());
  const bool continues = begins_number(next, end()) || (next < end() && contains("[]()", {next, 1}));
  return continues ? next : at;
}

const char* PrintText::name_end(const char* at) const {
  if (at == end() || !is_letter(*at)) return at;
  return std::find_if_not(at, end(), [](char c) { return is_letter(c) || is_digit(c) || c == '.'; });
}

const char* PrintText::group_end(const char* at) const {
  Group& known = groups_[static_cast<std::size_t>(at - begin()) % groups_.size()];
  if (known.at != at) known = {at, find_group_end(at)};
  return known.end;
}

const char* PrintText::after_group(const char* at) const {
  do {
    const char* const group = group_end(at);
    if (group == nullptr) return at + 1;
    at = group;
  } while (at < end() && *at == '[');
  return at;
}

const char* PrintText::find_group_end(const char* at) const {
  std::string open;
  const char* last = at + std::min(end() - at, longest_aside);
  // With more open groups than bytes left, the first can't be closed.
  for (; at < last && std::ssize(open) <= last - at; ++at) {
    if (*at == '(' || *at == '[' || *at == '{' || *at == '<') {
      open += *at == '(' ? ')' : *at == '[' ? ']' : *at == '{' ? '}' : '>';
    } else if (*at == '\'' || *at == '"') {
      const char* stop = std::find(at + 1, line_end(at), *at);
      if (stop < end() && *stop == *at) at = stop;
    } else if (closing_brackets.find(*at) != std::string_view::npos) {
      if (open.empty() || open.back() != *at) return nullptr;
      open.pop_back();
      if (open.empty()) return at + 1;
    }
  }
  return nullptr;
}

const char* PrintText::line_end(const char* at) const {
  const auto next = line_of(at) + 1;
  return next == lines_.end() ? end() : next->begin - 1;
}

bool begins_number(const char* at, const char* end) {
  if (std::string_view(at, end).starts_with(minus_sign)) at += minus_sign.size();
  if (at < end && (*at == '-' || *at == '+')) ++at;
  if (at == end) return false;
  if (is_digit(*at) || (*at == '.' && at + 1 < end && is_digit(at[1]))) return true;
  constexpr std::ptrdiff_t longest_word = 8;  // infinity
  const char* word_end = std::find_if_not(at, at + std::min(end - at, longest_word + 1),
                                          [](char c) { return is_letter(c) || is_digit(c); });
  std::string word(at, word_end);
  std::transform(word.begin(), word.end(), word.begin(), lower);
  return word == "nan" || word == "inf" || word == "infinity";
}

Shape take_sizes(Cursor& cursor, std::string_view separators) {
  Shape sizes;
  for (;;) {
    cursor.take_any_of(separators);
    const std::optional<std::size_t> size = cursor.take_size();
    if (!size) return sizes;
    sizes.push_back(*size);
  }
}

std::size_t ellipsis_length(const char* at, const char* end) {
  constexpr std::array<std::string_view, 4> ellipses = {"...", "\xE2\x80\xA6", "\xE2\x8B\xAE", "\xE2\x8B\xB1"};
  for (const std::string_view ellipsis : ellipses) {
    if (std::string_view(at, end).starts_with(ellipsis)) return ellipsis.size();
  }
  return 0;
}

void fail_summarised(const PrintText& text, const char* at) {
  text.fail(at,
            "the print leaves numbers out here; print all of them: torch.set_printoptions(threshold=math.inf), "
            "numpy.set_printoptions(threshold=sys.maxsize)");
}

std::string_view last_component(std::string_view name) { return name.substr(name.rfind('.') + 1); }

bool is_tensor_name(std::string_view name) {
  return printer_of_call(name).rounding != Rounding::by_hand || is_one_of(tensor_names, last_component(name));
}

bool is_scalar_name(std::string_view name) {
  return contains(name, ".") && is_one_of(scalar_names, last_component(name));
}

bool is_size_name(std::string_view name) { return is_one_of(size_names, last_component(name)); }

bool is_data_name(std::string_view name) { return name == "numpy" || name == "data"; }

bool is_foreign_dtype(std::string_view text) {
  return contains(text, "complex") || contains(text, "object") || contains(text, "<U") || contains(text, "bool");
}
}  // namespace softmax::formats
