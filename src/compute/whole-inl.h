// Both passes at once, for slices that are in memory as a whole: the exponentials of the first are kept for the second
// where the slices are short enough. Compiled once for each instruction set.

#if defined(SOFTMAX_COMPUTE_WHOLE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_WHOLE_INL_H_
#undef SOFTMAX_COMPUTE_WHOLE_INL_H_
#else
#define SOFTMAX_COMPUTE_WHOLE_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/map-inl.h"
#include "compute/reduce-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

/// Contiguous slices up to this length are computed side by side: vectors along one of them would be half empty.
inline constexpr std::size_t short_run = 32;

/// The exponentials of a chunk, with room for the lanes behind its end.
struct Memory {
  HWY_ALIGN double high[run_chunk + lanes];
  HWY_ALIGN double low[run_chunk + lanes];

  Kept kept() { return {high, low}; }
};

/// One row: quotients of exponentials that were kept.
template <class T, class SliceAt>
HWY_INLINE void DivideRow(Kept kept, std::size_t count, T* y, SliceAt slice_at) {
  std::size_t i = 0;
  for (; i + step <= count; i += step) {
    Store(Quotient(LoadNumber<NumberFor<T>>(kept.high + i, kept.low + i), slice_at(i)), y + i);
  }
  if (i < count) {
    StorePart(Quotient(LoadNumber<NumberFor<T>>(kept.high + i, kept.low + i), slice_at(i)), y + i, count - i);
  }
}

template <bool is_scaled, class T>
void WholeRun(Operation operation, const T* x, std::size_t count, const ScaleVectors& scale, const Slots& slot,
              Memory& memory, T* y) {
  const Matrix run{count, 1, 1};
  Reset(slot, 1);
  if (operation == Operation::log_softmax || count > run_chunk) {
    ReduceMatrix<is_scaled>(x, run, scale, slot);
    Finish<NumberFor<T>>(operation, slot, 1);
    MapMatrix<is_scaled>(operation, x, run, scale, slot, y);
    return;
  }
  ReduceRun<is_scaled>(x, count, scale, slot, memory.kept());
  Finish<NumberFor<T>>(operation, slot, 1);
  const Slice slice = SliceOf(slot);
  DivideRow(memory.kept(), count, y, [&](std::size_t) HWY_ATTR { return slice; });
}

/// Slices side by side, as many at once as can be kept.
template <bool is_scaled, class T>
void WholeStrips(Operation operation, const T* x, const Matrix& matrix, const ScaleVectors& scale, const Slots& slots,
                 Memory& memory, T* y) {
  Reset(slots, matrix.columns);
  const std::size_t width = std::min(run_chunk / matrix.rows / lanes * lanes, column_chunk);
  if (operation == Operation::log_softmax || width == 0) {
    ReduceMatrix<is_scaled>(x, matrix, scale, slots);
    Finish<NumberFor<T>>(operation, slots, matrix.columns);
    MapMatrix<is_scaled>(operation, x, matrix, scale, slots, y);
    return;
  }
  for (std::size_t first = 0; first < matrix.columns; first += width) {
    const std::size_t columns = std::min(width, matrix.columns - first);
    const std::size_t padded = (columns + step - 1) / step * step;
    const Slots strip = slots + first;
    ReduceStrip<is_scaled>(x + first, matrix.rows, columns, matrix.stride, scale, strip, memory.kept());
    Finish<NumberFor<T>>(operation, strip, columns);
    for (std::size_t row = 0; row < matrix.rows; ++row) {
      DivideRow(memory.kept() + row * padded, columns, y + first + row * matrix.stride,
                [&](std::size_t c) HWY_ATTR { return SlicesOf(strip + c, columns - c); });
    }
  }
}

/// y, a matrix of `columns` columns, becomes x transposed.
template <class T>
void Transpose(const T* x, std::size_t rows, std::size_t columns, T* y) {
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) y[column * rows + row] = x[row * columns + column];
  }
}

/// Short contiguous slices, turned so that they stand side by side.
template <bool is_scaled, class T>
void WholeShortRuns(Operation operation, const T* x, std::size_t length, std::size_t count, const ScaleVectors& scale,
                    Memory& memory, T* y) {
  HWY_ALIGN T turned[run_chunk];
  HWY_ALIGN T results[run_chunk];
  HWY_ALIGN double numbers[4 * column_chunk];
  const Slots slots = {numbers, numbers + column_chunk, numbers + 2 * column_chunk, numbers + 3 * column_chunk};
  const std::size_t width = std::min(run_chunk / length / lanes * lanes, column_chunk);
  for (std::size_t first = 0; first < count; first += width) {
    const std::size_t slices = std::min(width, count - first);
    Transpose(x + first * length, slices, length, turned);
    WholeStrips<is_scaled>(operation, turned, {length, slices, slices}, scale, slots, memory, results);
    Transpose(results, length, slices, y + first * length);
  }
}

template <bool is_scaled, class T>
void WholePanels(Operation operation, const T* x, const Matrix& matrix, std::size_t panels, const ScaleVectors& scale,
                 const Slots& slots, T* y) {
  Memory memory;
  const bool is_run = matrix.columns == 1 && matrix.stride == 1;
  if (is_run && matrix.rows <= short_run) {
    WholeShortRuns<is_scaled>(operation, x, matrix.rows, panels, scale, memory, y);
    return;
  }
  for (std::size_t panel = 0; panel < panels; ++panel) {
    const std::size_t at = panel * matrix.rows * matrix.stride;
    if (is_run) {
      WholeRun<is_scaled>(operation, x + at, matrix.rows, scale, slots, memory, y + at);
    } else {
      WholeStrips<is_scaled>(operation, x + at, matrix, scale, slots, memory, y + at);
    }
  }
}

template <class T>
void Whole(Operation operation, const T* x, const Matrix& matrix, std::size_t panels, const Scaling& scaling,
           const Slots& slots, T* y) {
  const ScaleVectors scale = ScaleOf(scaling);
  scaling.is_one() ? WholePanels<false>(operation, x, matrix, panels, scale, slots, y)
                   : WholePanels<true>(operation, x, matrix, panels, scale, slots, y);
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_WHOLE_INL_H_
