#include "formats/json/array.h"

#include <array>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/csv/cells.h"
#include "formats/gathering.h"
#include "text/number.h"

namespace softmax::formats {
namespace {

constexpr std::size_t unknown = std::numeric_limits<std::size_t>::max();

std::string elements_text(std::size_t count) { return formatted("{} element{}", count, count == 1 ? "" : "s"); }

/// Walks over nested arrays without recursion. The rank is known from the first number or empty array on, the size of a
/// dim from the end of its first array on; everything behind has to agree.
template <Real T>
class ArrayReader {
 public:
  ArrayReader(const JsonScanner& scanner, const JsonArrayOptions& options) : scanner_(scanner), options_(options) {
    sizes_.fill(unknown);
  }

  JsonTensor read(const char* at) {
    const char* end =
        with_memory([&] { return *at == '[' ? read_array(at) : read_element(at); }, [this] { return refused(); });
    return {Shape(sizes_.begin(), sizes_.begin() + static_cast<std::ptrdiff_t>(depth_of_numbers())), std::move(values_),
            end};
  }

 private:
  Error refused() const {
    const std::string& source = scanner_.text().name();
    return options_.tokens == nullptr ? numbers_error(source, values_)
                                      : numbers_error(source, values_, *options_.tokens);
  }

  struct OpenArray {
    const char* begin;
    std::size_t count;  ///< elements so far
  };

  /// Gives the end of the array that begins at `at`.
  const char* read_array(const char* at) {
    for (;;) {
      // An element of the innermost open array begins here; at first, the outermost array.
      if (*at == '[') {
        at = open(at);
        if (*at != ']') continue;
      } else {
        at = read_row(at);
      }
      do {
        close(at);
        if (depth_ == 0) return at + 1;
        at = scanner_.behind_item(at + 1, ']');
      } while (*at == ']');
      at = scanner_.skip_blanks(at + 1);
    }
  }

  const char* open(const char* at) {
    if (depth_ > 0) {
      if (innermost().count == sizes_[depth_ - 1]) fail_size(at);
      if (depth_ == rank_) fail_kind(at, "an array", "a number", "numbers");
      ++innermost().count;
    }
    if (depth_ == largest_rank) {
      scanner_.fail(at, formatted("expected a tensor of rank {} at most, found arrays nested deeper", largest_rank));
    }
    open_[depth_++] = {at, 0};
    return scanner_.skip_blanks(at + 1);
  }

  /// `at` is the closing bracket of the innermost array.
  void close(const char* at) {
    if (rank_ == unknown) rank_ = depth_;
    std::size_t& size = sizes_[depth_ - 1];
    if (size == unknown) size = innermost().count;
    if (size != innermost().count) fail_size(at);
    --depth_;
  }

  /// Reads the numbers of an innermost array, of which the first begins at `at`; gives its closing bracket.
  const char* read_row(const char* at) {
    if (rank_ == unknown && element_end(at) != nullptr) rank_ = depth_;
    if (depth_ != rank_) fail_element(at);
    const std::size_t limit = sizes_[depth_ - 1];
    const std::size_t before = values_.size();
    for (;;) {
      innermost().count = values_.size() - before;
      if (innermost().count == limit) fail_size(at);
      at = scanner_.behind_item(read_element(at), ']');
      if (options_.parsing != nullptr) options_.parsing->reach(at);
      if (*at == ']') break;
      at = scanner_.skip_blanks(at + 1);
    }
    ++innermost().count;
    return at;
  }

  const char* read_element(const char* at) {
    T value;
    if (options_.tokens == nullptr) {
      const char* end = read_plain_number(at, scanner_.end(), options_.dtype, value);
      if (end != nullptr && (*end == ',' || *end == ']' || is_json_blank(*end))) {
        values_.push_back(value);
        return end;
      }
    }
    const char* end = element_end(at);
    if (end == nullptr) fail_element(at);
    const std::string_view number = *at == '"' ? std::string_view(at + 1, end - 1) : std::string_view(at, end);
    const char* last = number.data() + number.size();
    if (read_number(number.data(), last, options_.dtype, value).status == NumberStatus::beyond_range) {
      scanner_.fail(at, beyond_range_text(number, options_.dtype));
    }
    values_.push_back(value);
    if (options_.tokens != nullptr) options_.tokens->push_back({number, 0});
    return end;
  }

  /// The end of a number, or of a string that holds nothing else where strings may; nullptr when none begins at `at`.
  const char* element_end(const char* at) const {
    if (*at != '"' || !options_.allows_strings) return json_number_end(at);
    const char* end = scanner_.string_end(at);
    double value = 0;
    const NumberEnd number = read_number(at + 1, end - 1, Dtype::float64, value);
    return number.status != NumberStatus::not_a_number && number.end == end - 1 ? end : nullptr;
  }

  /// `at` begins an element of an array of numbers that is no number, or an element of an array of arrays that is no
  /// array.
  [[noreturn]] void fail_element(const char* at) const {
    const bool arrays_stand_here = rank_ != unknown && depth_ < rank_;
    if (arrays_stand_here && element_end(at) != nullptr) fail_kind(at, "a number", "an array", "arrays");
    if (rank_ == depth_ && *at == '[' && depth_ > 0) fail_kind(at, "an array", "a number", "numbers");
    if (arrays_stand_here) scanner_.fail_expecting(at, "an array");
    scanner_.fail_expecting(
        at, is_number_elsewhere(at) ? "a number as JSON writes it (--from text takes more)" : "a number");
  }

  /// Whether other programs print numbers like that: `1.`, `.5`, `inf`.
  bool is_number_elsewhere(const char* at) const {
    double value = 0;
    const NumberEnd number = read_cell_number(at, scanner_.end(), Dtype::float64, value);
    if (number.status == NumberStatus::not_a_number) return false;
    return number.end == scanner_.end() || std::string_view(" \t\r\n,]").find(*number.end) != std::string_view::npos;
  }

  [[noreturn]] void fail_kind(const char* at, std::string_view kind, std::string_view other,
                              std::string_view others) const {
    scanner_.fail(at, formatted("{} is {}, {}", path(depth_, open_[depth_ - 1].count), kind,
                                open_[depth_ - 1].count > 0 ? formatted("its siblings are {}", others)
                                                            : formatted("{} is {}", first_path(depth_), other)));
  }

  /// The innermost array has too many or too few elements.
  [[noreturn]] void fail_size(const char* at) const {
    std::size_t count = 0;
    scanner_.for_each_element(open_[depth_ - 1].begin, [&count](const JsonValue&) { ++count; });
    const std::size_t place = open_[depth_ - 2].count - 1;
    const std::string others = place > 0 ? "its siblings have" : formatted("{} has", first_path(depth_ - 1));
    scanner_.fail(
        at, formatted("{} has {}, {} {}", path(depth_ - 1, place), elements_text(count), others, sizes_[depth_ - 1]));
  }

  /// "[2][1]": the element `last` of the open array number `depth`, by the elements it stands in.
  std::string path(std::size_t depth, std::size_t last) const {
    std::string text;
    for (std::size_t i = 0; i + 1 < depth; ++i) text += formatted("[{}]", open_[i].count - 1);
    return text + formatted("[{}]", last);
  }

  /// The path of the first element at that depth: a cousin of an element that has no sibling before it.
  static std::string first_path(std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "[0]";
    return text;
  }

  std::size_t depth_of_numbers() const { return rank_ == unknown ? 0 : rank_; }
  OpenArray& innermost() { return open_[depth_ - 1]; }

  const JsonScanner& scanner_;
  const JsonArrayOptions& options_;
  std::vector<T> values_;
  std::size_t rank_ = unknown;  ///< the depth that numbers stand at
  std::size_t depth_ = 0;       ///< how many arrays are open
  std::array<OpenArray, largest_rank> open_{};
  std::array<std::size_t, largest_rank> sizes_{};  ///< of each dim, or unknown
};

}  // namespace

JsonTensor read_json_array(const JsonScanner& scanner, const char* at, const JsonArrayOptions& options) {
  if (options.dtype == Dtype::float64) return ArrayReader<double>(scanner, options).read(at);
  return ArrayReader<float>(scanner, options).read(at);
}

}  // namespace softmax::formats
