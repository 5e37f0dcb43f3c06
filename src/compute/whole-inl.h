// Both passes at once, for slices that are in memory as a whole: the exponentials of the first are kept for the second
// where the slices are short enough. Compiled once for each instruction set.

#if defined(SOFTMAX_COMPUTE_WHOLE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_WHOLE_INL_H_
#undef SOFTMAX_COMPUTE_WHOLE_INL_H_
#else
#define SOFTMAX_COMPUTE_WHOLE_INL_H_
#endif

#include <cstddef>

#include <hwy/highway.h>

#include "compute/columns-inl.h"
#include "compute/kernels.h"
#include "compute/map-inl.h"
#include "compute/run-inl.h"
#include "compute/slice-inl.h"
#include "compute/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

/// The exponentials of a run, with room for the lanes behind its end.
struct RunMemory {
  HWY_ALIGN double high[run_chunk + lanes];
  HWY_ALIGN double low[run_chunk + lanes];
};

/// Softmax of a contiguous slice of at most run_chunk elements.
template <bool is_scaled, class T>
void WholeRun(const T* x, std::size_t count, const ScaleVectors& scale, const Slots& slot, RunMemory& memory, T* y) {
  using Number = NumberFor<T>;
  Reset(slot, 1);
  ReduceRun<is_scaled>(x, count, scale, slot, {memory.high, memory.low});
  Finish<Number>(Operation::softmax, slot, 1);
  const Slice slice = SliceOf(slot);
  const auto quotient = [&](std::size_t i)
                            HWY_ATTR { return Quotient(LoadNumber<Number>(memory.high + i, memory.low + i), slice); };
  std::size_t i = 0;
  for (; i + step <= count; i += step) Store(quotient(i), y + i);
  if (i < count) StorePart(quotient(i), y + i, count - i);
}

/// One pass after the other.
template <bool is_scaled, class T>
void WholeByPasses(Operation operation, const T* x, const Matrix& matrix, const ScaleVectors& scale, const Slots& slots,
                   T* y) {
  Reset(slots, matrix.columns);
  ReduceMatrix<is_scaled>(x, matrix, scale, slots);
  Finish<NumberFor<T>>(operation, slots, matrix.columns);
  MapMatrix<is_scaled>(operation, x, matrix, scale, slots, y);
}

template <bool is_scaled, class T>
void WholePanels(Operation operation, const T* x, const Matrix& matrix, std::size_t panels, const ScaleVectors& scale,
                 const Slots& slots, T* y) {
  const bool is_short = matrix.rows <= tile_rows;
  if (is_short && matrix.columns < step) {
    WholeNarrowPanels<is_scaled>(operation, x, matrix.rows, matrix.columns, panels, scale, y);
    return;
  }
  const bool is_kept_run = matrix.columns == 1 && matrix.rows <= run_chunk && operation == Operation::softmax;
  RunMemory run_memory;
  TileMemory tile_memory;
  for (std::size_t panel = 0; panel < panels; ++panel) {
    const std::size_t at = panel * matrix.rows * matrix.columns;
    if (is_kept_run) {
      WholeRun<is_scaled>(x + at, matrix.rows, scale, slots, run_memory, y + at);
    } else if (is_short) {
      ForEachSquare(matrix.columns, [&](std::size_t c) HWY_ATTR {
        WholeTile<is_scaled>(operation, x + at + c, matrix.rows, matrix.columns, scale, tile_memory, y + at + c);
      });
    } else {
      WholeByPasses<is_scaled>(operation, x + at, matrix, scale, slots, y + at);
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
