// Both passes at once, for slices that are in memory as a whole: the exponentials of the first are kept for the second
// where the slices are short enough. Compiled once for each instruction set.

#if defined(SOFTMAX_COMPUTE_WHOLE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_WHOLE_INL_H_
#undef SOFTMAX_COMPUTE_WHOLE_INL_H_
#else
#define SOFTMAX_COMPUTE_WHOLE_INL_H_
#endif

#include <cstddef>

#include <hwy/cache_control.h>
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

/// A contiguous slice of at most run_chunk elements.
template <bool is_scaled, bool is_log, class T>
void WholeRun(const T* x, std::size_t count, const ScaleVectors& scale, const Slots& slot, RunMemory& memory, T* y) {
  using Number = NumberFor<T>;
  Reset(slot, 1);
  ReduceRun<is_scaled, is_log>(x, count, scale, slot, [&](std::size_t i, const Number& exponential) HWY_ATTR {
    if (!is_log) StoreNumber(exponential, memory.high + i, memory.low + i);
    hwy::Prefetch(y + i);  // where the results come next
  });
  if constexpr (is_log) {
    Finish<Number>(Operation::log_softmax, slot, 1);
    MapMatrix<is_scaled, is_log>(x, {count, 1, 1}, scale, slot, y);
  } else {
    Finish<Number>(Operation::softmax, slot, 1);
    const Slice slice = SliceOf(slot);
    const auto quotient = [&](std::size_t i)
                              HWY_ATTR { return Quotient(LoadNumber<Number>(memory.high + i, memory.low + i), slice); };
    std::size_t i = 0;
    for (; i + step <= count; i += step) Store(quotient(i), y + i);
    if (i < count) StorePart(quotient(i), y + i, count - i);
  }
}

/// One pass after the other.
template <bool is_scaled, bool is_log, class T>
void WholeByPasses(const T* x, const Matrix& matrix, const ScaleVectors& scale, const Slots& slots, T* y) {
  Reset(slots, matrix.columns);
  ReduceMatrix<is_scaled, is_log>(x, matrix, scale, slots);
  Finish<NumberFor<T>>(is_log ? Operation::log_softmax : Operation::softmax, slots, matrix.columns);
  MapMatrix<is_scaled, is_log>(x, matrix, scale, slots, y);
}

template <bool is_scaled, bool is_log, class T>
void WholePanels(const T* x, const Matrix& matrix, std::size_t panels, const ScaleVectors& scale, const Slots& slots,
                 T* y) {
  const bool is_run = matrix.columns == 1 && matrix.rows <= run_chunk;
  RunMemory run_memory;
  TileMemory tile_memory;
  if (NeedsTiles(matrix)) {
    ForEachTile(x, matrix.rows, matrix.columns, panels, y, [&](T* tile, std::size_t, std::size_t) HWY_ATTR {
      WholeTile<is_scaled, is_log>(tile, matrix.rows, step, scale, tile_memory, tile);
    });
    return;
  }
  for (std::size_t panel = 0; panel < panels; ++panel) {
    const std::size_t at = panel * matrix.rows * matrix.columns;
    if (is_run) {
      WholeRun<is_scaled, is_log>(x + at, matrix.rows, scale, slots, run_memory, y + at);
    } else if (matrix.rows <= tile_rows) {
      ForEachSquare(matrix.columns, [&](std::size_t c) HWY_ATTR {
        WholeTile<is_scaled, is_log>(x + at + c, matrix.rows, matrix.columns, scale, tile_memory, y + at + c);
      });
    } else {
      WholeByPasses<is_scaled, is_log>(x + at, matrix, scale, slots, y + at);
    }
  }
}

template <bool is_scaled, class T>
void WholePanels(Operation operation, const T* x, const Matrix& matrix, std::size_t panels, const ScaleVectors& scale,
                 const Slots& slots, T* y) {
  operation == Operation::log_softmax ? WholePanels<is_scaled, true>(x, matrix, panels, scale, slots, y)
                                      : WholePanels<is_scaled, false>(x, matrix, panels, scale, slots, y);
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
