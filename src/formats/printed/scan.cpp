#include "formats/printed/scan.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "formats/printed/brackets.h"
#include "formats/printed/call.h"
#include "formats/printed/rows.h"
#include "formats/printed/text.h"
#include "text/number.h"

namespace softmax::formats {
namespace {

constexpr std::string_view mxnet_angle = "<NDArray ";

/// Walks over a text and stops at what is a tensor.
class Scan {
 public:
  explicit Scan(const PrintText& text) : text_(text), at_(text.begin()), comment_end_(text.begin()) {}

  std::vector<PrintedTensor> all() {
    bool is_line_begin = true;
    while (at_ < text_.end()) {
      if (is_line_begin && take_rows()) continue;
      is_line_begin = *at_ == '\n';
      step();
    }
    // Numbers that nothing else stands beside: a value that a session shows, a matrix as Julia or MATLAB print it.
    if (found_.empty() && lone_rows_) found_.push_back(*std::move(lone_rows_));
    return std::move(found_);
  }

 private:
  /// Lines of numbers, with or without what names their shape.
  bool take_rows() {
    PrintedRows rows = read_rows(text_, at_);
    // Lines of numbers that are no tensor hold nothing else either.
    if (!rows.tensor) return std::exchange(at_, rows.end) != rows.end;
    const bool is_whole_text = rows.end == text_.end() && text_.skip_blanks(text_.begin()) >= at_;
    if (rows.names_shape) {
      found_.push_back(*std::move(rows.tensor));
    } else if (is_whole_text) {
      lone_rows_ = std::move(rows.tensor);
    }
    at_ = rows.end;
    return true;
  }

  /// Takes what begins here: a tensor, or as much as can't be the beginning of one.
  void step() {
    if (is_letter(*at_)) return name();
    if (is_digit(*at_)) return word();
    if (*at_ == '[') return bracket();
    if (*at_ == '#' && at_ >= comment_end_) begin_comment();
    if (*at_ == '<' && last_end_ != nullptr && text_.starts_with(at_, mxnet_angle)) return take_mxnet_sizes();
    // What stands in brackets behind these is an index: x[0], f(x)[0], x[i][j].
    const bool ends_value = *at_ == ')' || *at_ == ']';
    ++at_;
    if (ends_value) skip_index();
  }

  void name() {
    const char* begin = at_;
    const std::string_view name(begin, text_.name_end(begin));
    at_ = begin + name.size();
    const char* behind = text_.skip_blanks_of_line(at_);
    if (behind == text_.end()) return;
    const bool is_in_angle = begin > text_.begin() && begin[-1] == '<';
    if (is_size_name(name)) {
      if (*behind == '=' || *behind == ':') behind = text_.skip_blanks_of_line(behind + 1);
      if (behind < text_.end() && (*behind == '(' || *behind == '[')) skip_group(behind);
    } else if (is_tensor_name(name) && (*at_ == '(' || is_in_angle)) {
      if (std::optional<PrintedCall> call = read_call(text_, name, at_)) {
        take(std::move(*call));
        skip_index();
      }
    } else if (is_scalar_name(name) && *at_ == '(') {
      const BracketedNumbers number = read_brackets(text_, begin, begin);
      take({tensor_of(number, begin, true), number.end});
    } else if (name == "In" || name == "Out") {
      if (*behind == '[') skip_group(behind);
    } else {
      skip_index();
    }
  }

  /// What stands in brackets right behind a value is an index.
  void skip_index() {
    if (at_ < text_.end() && *at_ == '[') skip_group(at_);
  }

  void skip_group(const char* bracket) {
    const char* behind = text_.behind_group(bracket);
    at_ = behind == nullptr ? bracket + 1 : behind;
    if (behind != nullptr) skip_index();
  }

  /// A number that stands in no brackets, and what it runs on into: 3x4, 2e5.
  void word() {
    while (at_ < text_.end() && (is_digit(*at_) || is_letter(*at_) || *at_ == '.')) ++at_;
  }

  /// A comment behind code or a print is prose, but for a tensor that it begins with or that has a name.
  void begin_comment() {
    comment_end_ = text_.line_end(at_);
    prose_begin_ = comment_end_;
    if (text_.skip_blanks_of_line(text_.line_begin(at_)) == at_) return;
    const std::string_view comment(at_, comment_end_);
    prose_begin_ = at_ + std::min(comment.find_first_not_of("# \t=->:\xE2\x86\x92"), comment.size());
  }

  bool is_in_prose(const char* bracket) const { return bracket < comment_end_ && bracket > prose_begin_; }

  /// [100/300] and [12:30] in what a program says beside a print.
  bool is_fraction_or_time(const char* bracket) const {
    const char* at = bracket + 1;
    while (at < text_.end() && is_digit(*at)) ++at;
    return at > bracket + 1 && at < text_.end() && (*at == '/' || *at == ':');
  }

  void bracket() {
    const char* begin = at_;
    if (is_in_prose(begin) || is_fraction_or_time(begin)) {
      ++at_;
      return;
    }
    if (!holds_numbers(text_, begin)) {
      const char* inside = text_.skip_blanks(begin + 1);
      while (inside < text_.end() && *inside == '[') inside = text_.skip_blanks(inside + 1);
      if (ellipsis_length(inside, text_.end()) > 0) fail_summarised(text_, inside);
      ++at_;
      return;
    }
    const BracketedNumbers found = read_brackets(text_, begin, begin);
    // Nothing in brackets is a tensor only where a library says so.
    if (found.numbers.empty()) {
      at_ = found.end;
      return;
    }
    take({tensor_of(found, begin, !found.has_commas), found.end});
    last_end_ = at_;
  }

  /// `<NDArray 2x2 @cpu(0)>`, where nothing but a margin stands between it and the brackets before.
  void take_mxnet_sizes() {
    const std::string_view between(std::exchange(last_end_, nullptr), at_);
    const char* behind = at_;
    at_ += mxnet_angle.size();
    if (between.find_first_not_of(" \t\r\n#>/:") != std::string_view::npos) return;
    Shape sizes;
    const char* size = at_;
    for (; size < text_.end() && (is_digit(*size) || *size == 'x'); ++size) {
      if (is_digit(*size) && (sizes.empty() || size[-1] == 'x' || size[-1] == ' ')) sizes.push_back(0);
      if (is_digit(*size)) sizes.back() = sizes.back() * 10 + static_cast<std::size_t>(*size - '0');
    }
    give_shape(text_, behind, sizes, found_.back());
    found_.back().is_rounded = true;
    at_ = text_.line_end(behind);
  }

  static PrintedTensor tensor_of(const BracketedNumbers& found, const char* begin, bool is_rounded) {
    PrintedTensor tensor;
    tensor.shape = found.shape;
    tensor.numbers = found.numbers;
    tensor.dtype = found.dtype;
    tensor.is_rounded = is_rounded;
    tensor.is_eight_places = is_rounded;
    tensor.begin = begin;
    return tensor;
  }

  void take(PrintedCall call) {
    found_.push_back(std::move(call.tensor));
    at_ = call.end;
  }

  const PrintText& text_;
  const char* at_;
  const char* comment_end_ = nullptr;  ///< of the comment that was met last
  const char* prose_begin_ = nullptr;  ///< the words in it, where it stands behind something else; else its end
  const char* last_end_ = nullptr;     ///< of the brackets that were read last
  std::vector<PrintedTensor> found_;
  std::optional<PrintedTensor> lone_rows_;
};

}  // namespace

std::vector<PrintedTensor> scan_prints(const PrintText& text) { return Scan(text).all(); }

}  // namespace softmax::formats
