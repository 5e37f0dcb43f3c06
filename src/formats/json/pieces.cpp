#include "formats/json/pieces.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/gathering.h"
#include "formats/json/syntax.h"
#include "text/number.h"

namespace softmax::formats {
namespace {

/// The brackets between two numbers: so many arrays end, and as many begin.
struct Boundary {
  std::size_t numbers;  ///< of the piece that stand before it
  std::size_t arrays;
};

/// What stands in a part of a text between two commas.
template <Real T>
struct JsonPiece {
  std::vector<T> values;
  std::vector<Boundary> boundaries;
  std::size_t bytes = 0;
  std::size_t opened = 0;  ///< arrays that begin before the first number
  std::size_t closed = 0;  ///< arrays that end behind the last
  bool goes_on = false;    ///< a comma is behind them
};

const char* skip_blanks(const char* at) {
  while (is_json_blank(*at)) ++at;
  return at;
}

/// Moves over brackets, and the blanks before and behind them; counts the brackets.
const char* skip_brackets(const char* at, char bracket, std::size_t& count) {
  for (count = 0; *(at = skip_blanks(at)) == bracket; ++at) ++count;
  return at;
}

/// Behind the number that begins at `at`; nullptr when none does that the dtype holds.
template <Real T>
const char* read_number_of_json(const char* at, const char* last, Dtype dtype, T& value) {
  if (const char* end = read_plain_number(at, last, dtype, value)) return end;
  const char* end = json_number_end(at);
  if (end == nullptr || read_number(at, end, dtype, value).status != NumberStatus::valid) return nullptr;
  return end;
}

/// Whether the piece, behind which a NUL stands, is numbers with commas between them, and brackets that pair.
template <Real T>
bool parse(std::string_view text, Dtype dtype, JsonPiece<T>& piece) {
  const char* const last = text.data() + text.size();
  piece.values.clear();
  piece.boundaries.clear();
  piece.bytes = text.size();
  const char* at = skip_brackets(text.data(), '[', piece.opened);
  for (;;) {
    T value;
    at = read_number_of_json(at, last, dtype, value);
    if (at == nullptr) return false;
    piece.values.push_back(value);
    at = skip_brackets(at, ']', piece.closed);
    piece.goes_on = *at == ',';
    if (at + (piece.goes_on ? 1 : 0) == last) return true;
    if (!piece.goes_on) return false;

    std::size_t opened = 0;
    at = skip_brackets(at + 1, '[', opened);
    if (opened != piece.closed) return false;
    if (opened > 0) piece.boundaries.push_back({piece.values.size(), opened});
  }
}

/// The shape of nested arrays, from where they end.
class NestedShape {
 public:
  /// The depth of the numbers: 1 at least.
  explicit NestedShape(std::size_t rank = 0) : sizes_(rank, 0), counts_(rank, 0) {}

  const Shape& shape() const { return sizes_; }

  /// So many arrays, the innermost first, end behind that many numbers. False when they are more than there are, or one
  /// has another size than its siblings.
  bool close(std::size_t arrays, std::size_t numbers) {
    if (arrays > sizes_.size()) return false;
    std::size_t dim = sizes_.size() - 1;
    counts_[dim] = numbers - row_begin_;
    row_begin_ = numbers;
    for (; arrays > 0; --arrays, --dim) {
      if (sizes_[dim] == 0) sizes_[dim] = counts_[dim];
      if (std::exchange(counts_[dim], 0) != sizes_[dim]) return false;
      if (dim == 0) return true;
      ++counts_[dim - 1];
    }
    return true;
  }

 private:
  Shape sizes_;                      ///< 0 where none of that depth has ended
  std::vector<std::size_t> counts_;  ///< elements of the open arrays
  std::size_t row_begin_ = 0;        ///< numbers before the innermost open array
};

/// Puts the pieces together.
template <Real T>
class PlainTensor {
 public:
  explicit PlainTensor(const TextPieces& pieces) : pieces_(pieces) {}

  /// False when the piece does not fit those before it.
  bool append(const JsonPiece<T>& piece) {
    if (values_.empty()) {
      if (piece.opened == 0 || piece.opened > largest_rank) return false;
      rank_ = piece.opened;
      shape_ = NestedShape(rank_);
    } else if (piece.opened != closed_ || !close(closed_, values_.size())) {
      return false;
    }
    for (const Boundary& boundary : piece.boundaries) {
      if (!close(boundary.arrays, values_.size() + boundary.numbers)) return false;
    }
    append_values(piece.values, piece.bytes, pieces_, values_);
    closed_ = piece.closed;
    goes_on_ = piece.goes_on;
    return true;
  }

  /// The tensor, once all pieces are there; nothing when it does not end.
  std::optional<Tensor> finish(Dtype dtype) {
    if (values_.empty() || goes_on_ || closed_ != rank_ || !shape_.close(rank_, values_.size())) return std::nullopt;
    return Tensor{shape_.shape(), dtype, std::move(values_)};
  }

 private:
  /// Brackets with more behind them, which the outermost one has not.
  bool close(std::size_t arrays, std::size_t numbers) {
    return arrays < rank_ && (arrays == 0 || shape_.close(arrays, numbers));
  }

  const TextPieces& pieces_;
  std::vector<T> values_;
  NestedShape shape_;
  std::size_t rank_ = 0;
  std::size_t closed_ = 0;  ///< arrays that end behind the last number so far
  bool goes_on_ = false;    ///< with a comma
};

template <Real T>
std::optional<Tensor> read(TextPieces& pieces, Dtype dtype, unsigned threads) {
  PlainTensor<T> tensor(pieces);
  const bool is_plain = read_pieces<JsonPiece<T>>(
      pieces, threads, [dtype](std::string_view text, JsonPiece<T>& piece) { return parse(text, dtype, piece); },
      [&tensor](const JsonPiece<T>& piece) { return tensor.append(piece); });
  if (!is_plain) return std::nullopt;
  return tensor.finish(dtype);
}

}  // namespace

std::optional<Tensor> read_plain_json(TextPieces& pieces, Dtype dtype, unsigned threads) {
  return dtype == Dtype::float64 ? read<double>(pieces, dtype, threads) : read<float>(pieces, dtype, threads);
}

}  // namespace softmax::formats
