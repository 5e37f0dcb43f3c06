#include "formats/printed/forms.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/formatted.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
constexpr std::array<std::string_view, 6> words_of_rows = {"[torch.", "Type{",        "Type]{",
                                                           ",.,.) =", "Columns 0 to", "Variable containing:"};
constexpr std::array<std::string_view, 2> words_of_calls = {"<tf.", "Tensor(shape="};
constexpr std::array<std::string_view, 1> words_of_lists = {"<NDArray "};

constexpr std::array<PrintForm, 4> table = {{{"rows", words_of_rows, may_start_rows, read_rows},
                                             {"call", words_of_calls, may_start_call, read_call},
                                             {"scalar", {}, may_start_scalar, read_scalar},
                                             {"list", words_of_lists, may_start_list, read_list}}};

/// Walks over a text: takes the forms of the table where they start, and steps over everything else.
class Walk {
 public:
  explicit Walk(const PrintText& text) : text_(text), at_(text.begin()), comment_end_(at_), prose_begin_(at_) {}

  std::vector<PrintedTensor> all() {
    while (at_ < text_.end()) {
      if (!take_form()) step();
    }
    // Numbers without anything around them: a value that a session shows, a matrix as Julia or MATLAB print it.
    if (found_.empty() && lone_) found_.push_back(*std::move(lone_));
    return std::move(found_);
  }

 private:
  bool take_form() {
    const PrintPlace place{text_, at_, at_ < comment_end_ && at_ > prose_begin_};
    for (const PrintForm& form : print_forms()) {
      if (!form.may_start(place)) continue;
      PrintFound found = form.read(place);
      if (found.end == at_) continue;
      if (found.tensor) take(std::move(found));
      at_ = found.end;
      return true;
    }
    return false;
  }

  void take(PrintFound found) {
    if (!found.counts_alone) {
      found_.push_back(*std::move(found.tensor));
    } else if (found.end == text_.end() && text_.skip_blanks(text_.begin()) >= at_) {
      lone_ = std::move(found.tensor);
    }
  }

  /// Steps over what no form starts with.
  void step() {
    if (is_letter(*at_)) return step_over_name();
    if (is_digit(*at_)) return step_over_number();
    if (*at_ == '#' && at_ >= comment_end_) start_comment();
    const bool ends_value = *at_ == ')' || *at_ == ']';
    ++at_;
    if (ends_value) at_ = text_.after_indices(at_);
  }

  void step_over_name() {
    const std::string_view name(at_, text_.name_end(at_));
    at_ += name.size();
    const char* next = text_.skip_blanks_of_line(at_);
    if (is_size_name(name)) {
      if (*next == '=' || *next == ':') next = text_.skip_blanks_of_line(next + 1);
      if (*next == '(' || *next == '[') at_ = text_.after_group(next);
    } else if (name == "In" || name == "Out") {
      if (*next == '[') at_ = text_.after_group(next);
    } else {
      at_ = text_.after_indices(at_);
    }
  }

  /// A number without brackets, and what it runs on into: 3x4, 2e5.
  void step_over_number() {
    at_ = std::find_if_not(at_, text_.end(), [](char c) { return is_digit(c) || is_letter(c) || c == '.'; });
  }

  /// A comment after code or a print is prose, except for a tensor that it starts with or that has a name.
  void start_comment() {
    comment_end_ = text_.line_end(at_);
    prose_begin_ = comment_end_;
    if (text_.skip_blanks_of_line(text_.line_begin(at_)) == at_) return;
    const std::string_view comment(at_, comment_end_);
    prose_begin_ = at_ + std::min(comment.find_first_not_of("# \t=->:\xE2\x86\x92"), comment.size());
  }

  const PrintText& text_;
  const char* at_;
  const char* comment_end_;  ///< of the last comment so far
  const char* prose_begin_;  ///< the words in that comment if it comes after something else; else its end
  std::vector<PrintedTensor> found_;
  std::optional<PrintedTensor> lone_;
};
}  // namespace

std::span<const PrintForm> print_forms() { return table; }

void check_named_shape(const PrintText& text, const char* at, const Shape& named, PrintedTensor& tensor) {
  if (named.size() > largest_rank) {
    text.fail(at, formatted("expected a tensor of rank {} at most, found {} sizes", largest_rank, named.size()));
  }
  if (tensor.numbers.empty() && element_count(named) == 0) tensor.shape = named;
  if (tensor.shape == named) return;
  text.fail(
      at, formatted("the print says shape {}, its numbers have shape {}", shape_text(named), shape_text(tensor.shape)));
}

std::vector<PrintedTensor> scan_prints(const PrintText& text) { return Walk(text).all(); }
}  // namespace softmax::formats
