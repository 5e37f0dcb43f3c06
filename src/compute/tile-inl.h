// Short slices, one in each lane of a vector: both passes while everything is in registers and the nearest cache.
// Compiled once for each instruction set.

#if defined(SOFTMAX_COMPUTE_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_TILE_INL_H_
#undef SOFTMAX_COMPUTE_TILE_INL_H_
#else
#define SOFTMAX_COMPUTE_TILE_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/map-inl.h"
#include "compute/slice-inl.h"
#include "compute/sums-inl.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

/// Elements of the slices in a tile.
inline constexpr std::size_t tile_rows = 128;

/// The exponentials of a tile.
struct TileMemory {
  HWY_ALIGN double high[tile_rows * step];
  HWY_ALIGN double low[tile_rows * step];
};

/// A vector of slices side by side, element r of them at x + r·stride.
template <bool is_scaled, bool is_log, class T>
void WholeTile(const T* x, std::size_t rows, std::size_t stride, const ScaleVectors& scale, TileMemory& memory, T* y) {
  using Number = NumberFor<T>;
  rows = std::min(rows, tile_rows);  // true anyway: it tells the compiler that the memory suffices
  const auto load = [&](std::size_t row) HWY_ATTR { return Prescaled<is_scaled>(Load(x + row * stride), scale); };
  V maximum = hn::Set(D(), -infinity);
  for (std::size_t row = 0; row < rows; ++row) maximum = RaiseMaximum(D(), maximum, load(row));
  maximum = WithMinusZero(maximum);

  Partial<Number> partial = NothingYet<is_log, Number>();
  partial.ties = hn::Sub(partial.ties, hn::Set(D(), 1.0));  // the maximum is none of the others
  for (std::size_t row = 0; row < rows; ++row) {
    const Number z = Logit<is_scaled, Number>(load(row), maximum, scale);
    const Number exponential = Exp(z);
    AddAny<is_log>(partial, z, exponential);
    if (!is_log) StoreNumber(exponential, memory.high + row * step, memory.low + row * step);
  }
  const Number none = NumberOf<Number>(hn::Zero(D()), hn::Zero(D()));
  const Slice slice = Finished(is_log ? Operation::log_softmax : Operation::softmax, maximum, Joined(none, partial));
  for (std::size_t row = 0; row < rows; ++row) {
    const V result = is_log ? Difference(Logit<is_scaled, Number>(load(row), slice.maximum, scale), slice)
                            : Quotient(LoadNumber<Number>(memory.high + row * step, memory.low + row * step), slice);
    Store(result, y + row * stride);
  }
}

/// `step` vectors become the rows of their transpose. Each round moves the lowest bit of an element's place, counted
/// through all vectors, to the top; after as many rounds as a lane's number has bits, row and column are exchanged.
template <class T>
HWY_INLINE void TransposeSquare([[maybe_unused]] hn::Vec<Values<T>> (&rows)[step]) {
  [[maybe_unused]] const Values<T> d;
#if HWY_TARGET != HWY_SCALAR
  for (std::size_t round = 1; round < step; round *= 2) {
    hn::Vec<Values<T>> moved[step];
    for (std::size_t i = 0; i < step / 2; ++i) {
      moved[i] = hn::ConcatEven(d, rows[2 * i + 1], rows[2 * i]);
      moved[i + step / 2] = hn::ConcatOdd(d, rows[2 * i + 1], rows[2 * i]);
    }
    for (std::size_t i = 0; i < step; ++i) rows[i] = moved[i];
  }
#endif
}

/// Transposes a square of `step` rows and columns.
template <class T>
HWY_INLINE void TransposeSquare(const T* x, std::size_t x_stride, T* y, std::size_t y_stride) {
  const Values<T> d;
  hn::Vec<Values<T>> rows[step];
  for (std::size_t i = 0; i < step; ++i) rows[i] = hn::LoadU(d, x + i * x_stride);
  TransposeSquare<T>(rows);
  for (std::size_t i = 0; i < step; ++i) hn::StoreU(rows[i], d, y + i * y_stride);
}

/// Calls visit(first column) for squares that cover `columns` >= step columns; the last may overlap the one before.
template <class Visit>
HWY_INLINE void ForEachSquare(std::size_t columns, Visit visit) {
  for (std::size_t c = 0; c + step <= columns; c += step) visit(c);
  if (columns % step != 0) visit(columns - step);
}

/// Whether short slices of panels are brought side by side first: where they do not stand so by the vector. A single
/// column on every instruction set, so that its elements are added up in the same order on all.
inline bool NeedsTiles(const Matrix& panel) {
  return panel.rows <= tile_rows && panel.columns < std::max<std::size_t>(step, 2);
}

/// Brings slices that do not stand side by side by the vector (panels of rows × columns one after another) side by
/// side, a tile at a time, and the results to their places in y: work(tile, first slice, slices) makes the tile's rows
/// of `step` elements the results of its slices.
template <class T, class Work>
void ForEachTile(const T* x, std::size_t rows, std::size_t columns, std::size_t panels, T* y, const Work& work) {
  HWY_ALIGN T tile[tile_rows * step];
  const std::size_t slices = panels * columns;
  const auto place = [&](std::size_t slice) { return slice / columns * rows * columns + slice % columns; };
  for (std::size_t first = 0; first < slices; first += step) {
    const std::size_t count = std::min(step, slices - first);
    const bool is_square = columns == 1 && count == step && rows >= step;
    const std::size_t at = place(first);
    if (is_square) {
      ForEachSquare(rows, [&](std::size_t c) HWY_ATTR { TransposeSquare(x + at + c, rows, tile + c * step, step); });
    } else {
      for (std::size_t lane = 0; lane < step; ++lane) {
        const T* from = x + place(first + std::min(lane, count - 1));
        for (std::size_t row = 0; row < rows; ++row) tile[row * step + lane] = from[row * columns];
      }
    }
    work(tile, first, count);
    if (is_square) {
      ForEachSquare(rows, [&](std::size_t c) HWY_ATTR { TransposeSquare(tile + c * step, step, y + at + c, rows); });
    } else {
      for (std::size_t lane = 0; lane < count; ++lane) {
        T* to = y + place(first + lane);
        for (std::size_t row = 0; row < rows; ++row) to[row * columns] = tile[row * step + lane];
      }
    }
  }
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_TILE_INL_H_
