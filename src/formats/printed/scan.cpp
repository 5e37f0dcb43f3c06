#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/code/context.h"
#include "formats/code/expression.h"
#include "formats/printed/forms.h"
#include "formats/printed/text.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
/// Walks over a text: takes the forms of the table where they start, and steps over everything else.
class Walk {
 public:
  Walk(const PrintText& text, bool skips_refused)
      : text_(text),
        skips_refused_(skips_refused),
        at_(text.begin()),
        comment_end_(at_),
        tried_to_(at_),
        prose_begin_(at_) {}

  std::vector<PrintedTensor> all() {
    while (at_ < text_.end()) {
      try {
        if (!take_code() && !take_form()) step();
      } catch (const CodeRefusal& refusal) {
        if (!skips_refused_) throw;
        if (!refusal_) refusal_ = refusal;
        at_ = statement_end();
        calls_.clear();
      }
    }
    if (found_.empty() && refusal_) throw *refusal_;
    // Numbers without anything around them: a value that a session shows, a matrix as Julia or MATLAB print it.
    if (found_.empty() && lone_) found_.push_back(*std::move(lone_));
    return std::move(found_);
  }

 private:
  static constexpr std::size_t maximum_named = 64;

  /// An expression that starts with what starts no print: a sign, a number, a parenthesis, a brace, a function.
  bool take_code() {
    const bool is_in_prose = at_ < comment_end_ && at_ > prose_begin_;
    if (is_in_prose || at_ < tried_to_) return false;
    check_matrix_of_r(text_, at_);
    const CodeStart start = code_start(text_, at_);
    if (start == CodeStart::none) return false;
    std::optional<PrintFound> found = read_code(text_, at_, start == CodeStart::if_touched, tried_to_);
    if (!found) return false;
    check_before_code(found->tensor->is_print());
    take(*std::move(found));
    return true;
  }

  bool take_form() {
    const bool is_in_prose = (at_ < comment_end_ && at_ > prose_begin_) || (*at_ == '[' && is_citation(text_, at_));
    const PrintPlace place{text_, at_, is_in_prose};
    for (const PrintForm& form : print_forms()) {
      if (!form.may_start(place)) continue;
      PrintFound found = read_form(form, place);
      if (found.end == at_) continue;
      if (found.tensor && form.is_value) {
        check_before_code(found.tensor->is_print());
        const bool has_comment = *at_ == '[' && *text_.skip_blanks_of_line(found.end) == '%';  // of MATLAB
        if (!has_comment && is_touched_after(text_, found.end, found.tensor->is_print())) found = touched(found.end);
      }
      if (!found.tensor) {
        if (*at_ == '[' && found.end == at_ + 1) ++open_brackets_;
        at_ = found.end;
      } else {
        take(std::move(found));
      }
      return true;
    }
    return false;
  }

  /// Reads the form; what is no print may be code: `[1/3, 2/3]`, `Array(0.3, 0.9)`.
  PrintFound read_form(const PrintForm& form, const PrintPlace& place) {
    if (!form.is_value) return form.read(place);
    try {
      PrintFound found = form.read(place);
      const bool is_empty = !found.tensor && found.end != at_ && !place.is_in_prose;
      if (!is_empty || at_ < tried_to_ || (*at_ == '[' && !may_be_list_of_values(text_, at_))) return found;
      std::optional<PrintFound> code = read_code(text_, at_, false, tried_to_);
      return code && !code->tensor->numbers.empty() ? *std::move(code) : found;
    } catch (const CodeRefusal&) {
      throw;
    } catch (const Error&) {
      if (at_ < tried_to_) throw;
      std::optional<PrintFound> found;
      try {
        found = read_code(text_, at_, false, tried_to_);
      } catch (const CodeRefusal&) {
        throw;
      } catch (const Error&) {  // the error of the print is the better one
      }
      if (!found) throw;
      return *std::move(found);
    }
  }

  /// The print at the place with what follows it, whose end is `end`.
  PrintFound touched(const char* end) {
    check_list_mark(text_, at_);
    std::optional<PrintFound> found = read_code(text_, at_, false, tried_to_);
    return found ? *std::move(found) : PrintFound{{}, text_.after_indices(end)};
  }

  void check_before_code(bool is_print) const {
    // What is before a parenthesis changes the numbers in it: a * (np.array([1, 2]) - 1).
    constexpr std::size_t maximum_looked_at = 16;
    const char* value = at_;
    for (std::size_t i = 0; i <= std::min(calls_.size(), maximum_looked_at); ++i) {
      const OpenCall* const open = i < calls_.size() ? &calls_[calls_.size() - 1 - i] : nullptr;
      check_before(text_, value, is_print, open == nullptr ? nullptr : open->at);
      if (open == nullptr || !keeps_numbers(open->name)) break;
      value = open->name.empty() ? open->at : open->name.data();
    }
    check_call(text_, at_, is_print, calls_);
  }

  void check_found(const PrintFound& found) {
    if (found.counts_alone) return;
    check_transpose(text_, at_, found.end);
    check_typeset_after(text_, found.end);
    check_marks_after(text_, at_, found.end);
    check_start(found.end);
    if (found.tensor->shape.empty()) check_size_call(text_, at_);
    if (!found.tensor->is_print()) check_after(text_, found.end);
    const NamedTensor named = assigned_name(text_, at_);
    if (!named.name.empty() && calls_.empty() && named_.size() < maximum_named) named_.push_back(named);
  }

  /// Throws Error where a bracket that nothing opened follows the tensor: the start of the print is cut off.
  void check_start(const char* end) const {
    const char* const next = text_.skip_inside(end, at_);
    if (open_brackets_ > 0 || next == text_.end() || *next != ']') return;
    text_.fail(next, "the print is cut off: this \"]\" closes no bracket of the input");
  }

  /// The place after the group in brackets at `at`. What nothing closes stays open.
  const char* after_group(const char* at) {
    const char* const end = text_.after_group(at);
    if (*at == '[' && end == at + 1) ++open_brackets_;
    return end;
  }

  const char* after_indices(const char* at) { return at < text_.end() && *at == '[' ? after_group(at) : at; }

  /// The end of the statement at the place, with the brackets that it opens.
  const char* statement_end() const {
    const char* at = calls_.empty() ? at_ : calls_.back().at;
    for (const char* const line = text_.line_end(at_); at < line;) {
      const bool opens = *at == '(' || *at == '[' || *at == '{';
      at = opens ? text_.after_group(at) : at + 1;
    }
    return std::max(at, at_ + 1);
  }

  void take(PrintFound found) {
    const char* const end = found.end;
    check_found(found);
    if (*at_ == '{') settle_initialiser(text_, at_, end, *found.tensor);
    numbers_end_ = end;
    take_tensor(std::move(found));
    at_ = end;
  }

  void take_tensor(PrintFound found) {
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
    if (at_ >= comment_end_) start_comment();
    if (*at_ == '(') calls_.push_back({name_before(text_, at_), at_});
    if (*at_ == ')' && !calls_.empty()) calls_.pop_back();
    // A prompt or an empty line ends what was left open.
    if (*at_ == '\n' && (text_.starts_with(at_ + 1, ">") || text_.starts_with(at_ + 1, "\n"))) calls_.clear();
    const bool ends_value = *at_ == ')' || *at_ == ']';
    if (*at_ == ']' && open_brackets_ > 0) --open_brackets_;
    ++at_;
    if (ends_value) at_ = after_indices(at_);
  }

  void step_over_name() {
    if (!named_.empty()) check_statement(text_, at_, named_);
    const std::string_view name(at_, text_.name_end(at_));
    at_ += name.size();
    const char* next = text_.skip_blanks_of_line(at_);
    if (is_size_name(name)) {
      if (*next == '"' || *next == '\'') ++next;  // the name of a member: "size": [2, 2]
      if (*next == '=' || *next == ':') next = text_.skip_blanks_of_line(next + 1);
      if (*next == '(' || *next == '[') at_ = after_group(next);
    } else if (name == "In" || name == "Out") {
      if (*next == '[') at_ = after_group(next);
    } else {
      at_ = after_indices(at_);
    }
  }

  /// A number without brackets, and what it runs on into: 3x4, 2e5.
  void step_over_number() {
    at_ = std::find_if_not(at_, text_.end(), [](char c) { return is_digit(c) || is_letter(c) || c == '.'; });
  }

  /// A comment after code or a print is prose, except for a tensor that it starts with or that has a name.
  void start_comment() {
    if (std::string_view("#/%-").find(*at_) == std::string_view::npos) return;
    const bool is_after_numbers =
        *at_ == '%' && numbers_end_ != nullptr && text_.skip_blanks_of_line(numbers_end_) == at_;
    const char* const end = *at_ == '#' ? text_.line_end(at_) : trailing_comment_end(text_, at_, is_after_numbers);
    if (end == at_) return;
    comment_end_ = end;
    prose_begin_ = end;
    if (text_.skip_blanks_of_line(text_.line_begin(at_)) == at_) return;
    const std::string_view comment(at_, comment_end_);
    prose_begin_ = at_ + std::min(comment.find_first_not_of("#/*% \t=->:\xE2\x86\x92"), comment.size());
  }

  const PrintText& text_;
  bool skips_refused_;
  const char* at_;
  const char* comment_end_;  ///< of the last comment so far
  const char* tried_to_;     ///< no code starts before it: an expression that holds no tensor has been looked at
  const char* prose_begin_;  ///< the words in that comment if it comes after something else; else its end
  std::vector<PrintedTensor> found_;
  std::optional<PrintedTensor> lone_;
  std::vector<OpenCall> calls_;        ///< those that the walk has stepped into
  const char* numbers_end_ = nullptr;  ///< of the last tensor
  std::size_t open_brackets_ = 0;      ///< "[" that the walk has stepped into; at least those that are open
  std::vector<NamedTensor> named_;
  std::optional<CodeRefusal> refusal_;
};
}  // namespace

std::vector<PrintedTensor> scan_prints(const PrintText& text, bool skips_refused) {
  return Walk(text, skips_refused).all();
}
}  // namespace softmax::formats
