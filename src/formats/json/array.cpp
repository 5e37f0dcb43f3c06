#include "formats/json/array.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "formats/nest.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
/// Reads the number that starts at `at` in a text that ends at `last`, and returns its end as JsonScanner::number_end
/// does; nullptr also for a number beyond the dtype. The type of the value holds the dtype.
template <Real T>
[[gnu::always_inline]] inline const char* read_json_number(const char* at, const char* last, Dtype dtype, T& value) {
  const char* end = read_short_decimal(at, last, dtype, value);
  if (end != nullptr && (*end == ',' || *end == ']' || is_blank(*end))) return end;
  const NumberEnd number = scan_number(at, last, NumberSyntax::json, dtype, value);
  return number.status == NumberStatus::valid && ends_json_token(*number.end) ? number.end : nullptr;
}

/// Reads numbers with commas between them, the first at `at`. Returns the place of what follows them: a closing
/// bracket, an array among them, or the end of a piece.
template <class Target>
const char* read_row(const char* at, Target& target) {
  target.begin_row(at);
  while (const char* end = target.number(at)) {
    at = target.after_item(end);
    if (*at != ',') break;
    at = target.skip_blanks(at + 1);
  }
  target.end_row();
  return at;
}

/// Reads nested arrays of numbers without recursion, whole or one piece of them, from an element that starts at `at`.
/// The target receives what is found, in order, and throws where it does not fit. Returns the end of the outermost
/// array, or of the piece.
template <class Target>
const char* read_elements(const char* at, Target& target) {
  for (;;) {
    // An element starts here, or the piece ends.
    if (*at == '[') {
      target.open(at);
      at = target.skip_blanks(at + 1);
      if (*at != ']') continue;
    } else {
      at = read_row(at, target);
      if (*at == '[') continue;
    }
    while (*at == ']') {
      if (target.close(at)) return at + 1;
      at = target.after_item(at + 1);
    }
    if (at == target.end()) return at;
    at = target.skip_blanks(at + 1);
  }
}

/// The target of a whole text: says what does not fit, and where.
template <Real T>
class WholeArray {
 public:
  WholeArray(const JsonScanner& scanner, const JsonArrayOptions& options) : scanner_(scanner), options_(options) {}

  JsonTensor read(const char* at) {
    const char* end = with_memory([&] { return *at == '[' ? read_elements(at, *this) : bare_number(at); },
                                  [this] { return refused(); });
    return {nest_.shape(), std::move(values_), end};
  }

  const char* end() const { return scanner_.end(); }
  const char* skip_blanks(const char* at) const { return scanner_.skip_blanks(at); }
  const char* after_item(const char* at) const { return scanner_.after_item(at, ']'); }

  void open(const char* at) {
    if (nest_.room() == 0) fail_surplus(at);
    if (!nest_.open()) scanner_.fail(at, nest_.misfit_of_array());
  }

  /// Whether that was the outermost array.
  bool close(const char* at) {
    if (!nest_.close()) scanner_.fail(at, nest_.misfit_of_size());
    return nest_.depth() == 0;
  }

  void begin_row(const char* at) {
    if (nest_.wants_arrays()) fail_among_arrays(at);
    row_begin_ = values_.size();
    row_limit_ = nest_.room() == Nest::unknown ? Nest::unknown : row_begin_ + nest_.room();
  }

  void end_row() { nest_.numbers(values_.size() - row_begin_); }

  /// Reads a number and returns its end; nullptr where an array starts.
  const char* number(const char* at) {
    if (options_.parsing != nullptr) options_.parsing->reach(at);
    if (values_.size() == row_limit_) {
      end_row();
      fail_surplus(at);
    }
    T value;
    if (const char* end = read_json_number(at, scanner_.end(), options_.dtype, value)) {
      take(value, {at, end});
      return end;
    }
    if (*at == '[') return nullptr;
    if (*at == '"' && options_.allows_strings) return number_in_string(at);
    fail_number(at);
  }

 private:
  const char* bare_number(const char* at) {
    begin_row(at);
    const char* end = number(at);
    end_row();
    return end;
  }

  /// Reads a string that contains a number and nothing else.
  const char* number_in_string(const char* at) {
    const char* end = scanner_.string_end(at);
    const std::string_view digits(at + 1, end - 1);
    T value;
    const NumberEnd found = scan_number(at + 1, end - 1, NumberSyntax::plain, options_.dtype, value);
    if (found.status == NumberStatus::not_a_number || found.end != end - 1) scanner_.fail_expecting(at, "a number");
    if (found.status == NumberStatus::beyond_range) scanner_.fail(at, beyond_range_text(digits, options_.dtype));
    take(value, digits);
    return end;
  }

  void take(T value, std::string_view digits) {
    values_.push_back(value);
    if (options_.tokens != nullptr) options_.tokens->push_back({digits, 0});
  }

  Error refused() const {
    const std::string& source = scanner_.text().name();
    return options_.tokens == nullptr ? numbers_error(source, values_)
                                      : numbers_error(source, values_, *options_.tokens);
  }

  /// `at` is an element too many of the innermost array. The message has the number of all its elements.
  [[noreturn]] void fail_surplus(const char* at) const {
    std::size_t more = 1;
    const char* end = after_item(scanner_.value(at).end);
    for (; *end == ','; ++more) end = after_item(scanner_.value(skip_blanks(end + 1)).end);
    scanner_.fail(at, nest_.misfit_of_size(more));
  }

  /// What starts at `at`, among arrays, is no array.
  [[noreturn]] void fail_among_arrays(const char* at) const {
    if (scanner_.number_end(at) == nullptr) scanner_.fail_expecting(at, "an array");
    scanner_.fail(at, nest_.misfit_of_number());
  }

  /// What starts at `at` is no number, or one beyond the dtype.
  [[noreturn]] void fail_number(const char* at) const {
    const char* const end = scanner_.number_end(at);
    if (end != nullptr) scanner_.fail(at, beyond_range_text({at, end}, options_.dtype));
    scanner_.fail_expecting(
        at, is_number_elsewhere(at) ? "a number as JSON writes it (--from text takes more)" : "a number");
  }

  /// Whether other programs print numbers like that: `1.`, `.5`, `inf`.
  bool is_number_elsewhere(const char* at) const {
    double value = 0;
    const NumberEnd number = scan_number(at, scanner_.end(), NumberSyntax::with_plus, Dtype::float64, value);
    if (number.status == NumberStatus::not_a_number) return false;
    return number.end == scanner_.end() || std::string_view(" \t\r\n,]").find(*number.end) != std::string_view::npos;
  }

  const JsonScanner& scanner_;
  const JsonArrayOptions& options_;
  std::vector<T> values_;
  Nest nest_;
  std::size_t row_begin_ = 0;  ///< values before the row that is being read
  std::size_t row_limit_ = 0;  ///< values after it at most
};

/// Thrown in a piece where only the whole text can show what is wrong, if anything is.
struct NotPlain {};

/// The target of a piece: keeps the numbers, and the brackets for when the pieces before it are known.
template <Real T>
class ArrayPiece {
 public:
  /// The brackets after that many numbers of the piece: some arrays end, then some start.
  struct Brackets {
    std::size_t numbers;
    std::uint32_t closed;
    std::uint32_t opened;
  };

  /// Whether the text, with a NUL after it, contains nothing but numbers, commas and brackets.
  bool parse(std::string_view text, Dtype dtype) {
    values_.clear();
    brackets_.clear();
    text_ = text;
    end_ = text.data() + text.size();
    dtype_ = dtype;
    try {
      return read_elements(skip_blanks(text.data()), *this) == end_;
    } catch (const NotPlain&) {
      return false;
    }
  }

  const std::vector<T>& values() const { return values_; }
  const std::vector<Brackets>& brackets() const { return brackets_; }
  std::size_t bytes() const { return text_.size(); }
  bool ends_with_comma() const { return text_.back() == ','; }

  const char* end() const { return end_; }

  const char* skip_blanks(const char* at) const { return after_blanks(at, end_); }

  const char* after_item(const char* at) const {
    at = skip_blanks(at);
    if (*at != ',' && *at != ']' && at != end_) throw NotPlain();
    return at;
  }

  void open(const char*) {
    if (++brackets_here().opened > largest_rank) throw NotPlain();
  }

  bool close(const char*) {
    if (brackets_here().opened > 0) brackets_.push_back({values_.size(), 0, 0});
    if (++brackets_.back().closed > largest_rank) throw NotPlain();
    return false;
  }

  void begin_row(const char*) {}
  void end_row() {}

  const char* number(const char* at) {
    T value;
    if (const char* end = read_json_number(at, end_, dtype_, value)) {
      values_.push_back(value);
      return end;
    }
    if (*at != '[' && at != end_) throw NotPlain();
    return nullptr;
  }

 private:
  Brackets& brackets_here() {
    if (brackets_.empty() || brackets_.back().numbers != values_.size()) brackets_.push_back({values_.size(), 0, 0});
    return brackets_.back();
  }

  std::string_view text_;
  const char* end_ = nullptr;  ///< of the text
  Dtype dtype_ = Dtype::float64;
  std::vector<T> values_;
  std::vector<Brackets> brackets_;
};

/// Puts the pieces together.
template <Real T>
class PlainTensor {
 public:
  explicit PlainTensor(const TextPieces& pieces) : pieces_(pieces) {}

  /// False when the piece does not fit those before it.
  bool append(const ArrayPiece<T>& piece) {
    if (ends_with_comma_ && nest_.depth() == 0) return false;
    std::size_t before = 0;
    for (const auto& brackets : piece.brackets()) {
      if (!nest_.numbers(brackets.numbers - std::exchange(before, brackets.numbers))) return false;
      for (std::uint32_t i = 0; i < brackets.closed; ++i) {
        if (!nest_.close()) return false;
      }
      for (std::uint32_t i = 0; i < brackets.opened; ++i) {
        if (!nest_.open()) return false;
      }
    }
    if (!nest_.numbers(piece.values().size() - before)) return false;
    append_values(piece.values(), piece.bytes(), pieces_, values_);
    ends_with_comma_ = piece.ends_with_comma();
    return true;
  }

  /// The tensor, once all pieces are there; nothing when it does not end.
  std::optional<Tensor> finish(Dtype dtype) {
    if (ends_with_comma_ || !nest_.is_complete()) return std::nullopt;
    return Tensor{nest_.shape(), dtype, std::move(values_)};
  }

 private:
  const TextPieces& pieces_;
  std::vector<T> values_;
  Nest nest_;
  bool ends_with_comma_ = false;
};

template <Real T>
std::optional<Tensor> read_plain(TextPieces& pieces, Dtype dtype, unsigned threads) {
  PlainTensor<T> tensor(pieces);
  const bool is_plain = read_pieces<ArrayPiece<T>>(
      pieces, threads, [dtype](std::string_view text, ArrayPiece<T>& piece) { return piece.parse(text, dtype); },
      [&tensor](const ArrayPiece<T>& piece) { return tensor.append(piece); });
  if (!is_plain) return std::nullopt;
  return tensor.finish(dtype);
}
}  // namespace

JsonTensor read_json_array(const JsonScanner& scanner, const char* at, const JsonArrayOptions& options) {
  if (options.dtype == Dtype::float64) return WholeArray<double>(scanner, options).read(at);
  return WholeArray<float>(scanner, options).read(at);
}

std::optional<Tensor> read_plain_json(TextPieces& pieces, Dtype dtype, unsigned threads) {
  return dtype == Dtype::float64 ? read_plain<double>(pieces, dtype, threads)
                                 : read_plain<float>(pieces, dtype, threads);
}
}  // namespace softmax::formats
