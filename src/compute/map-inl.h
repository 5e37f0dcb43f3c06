// The second pass, in which every element becomes its result, and both passes at once.

#if defined(SOFTMAX_COMPUTE_MAP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_MAP_INL_H_
#undef SOFTMAX_COMPUTE_MAP_INL_H_
#else
#define SOFTMAX_COMPUTE_MAP_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/reduce-inl.h"
#include "compute/sums-inl.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {
/// A finished slice as Slots has it, in every lane; or a slice a lane.
struct Slice {
  V maximum;
  V high;
  V low;
  V inverse;
};

HWY_INLINE Slice SliceOf(const Slots& slot) {
  const D d;
  return {hn::Set(d, slot.maximum[0]), hn::Set(d, slot.high[0]), hn::Set(d, slot.low[0]), hn::Set(d, slot.inverse[0])};
}

/// The slices of up to a vector of columns.
HWY_INLINE Slice SlicesOf(const Slots& slots, std::size_t count) {
  return {LoadPart(slots.maximum, count, 0), LoadPart(slots.high, count, 0), LoadPart(slots.low, count, 0),
          LoadPart(slots.inverse, count, 0)};
}

/// log s or s, s = 1 + others.
HWY_INLINE Pair SumOrItsLog(Operation operation, Single others) {
  // For each element of -Infinity, e^lowest_single was added.
  others.high = hn::IfThenZeroElse(hn::Lt(others.high, hn::Set(D(), 0x1p-900)), others.high);
  const V number = operation == Operation::log_softmax ? Log1p(others).high : hn::Add(hn::Set(D(), 1.0), others.high);
  return {number, hn::Zero(D())};
}
HWY_INLINE Pair SumOrItsLog(Operation operation, Pair others) {
  const V unbias = hn::Set(D(), 1 / unit_of<Pair>);
  others = FastTwoSum(hn::Mul(others.high, unbias), hn::Mul(others.low, unbias));
  if (operation == Operation::log_softmax) return Log1p(others);
  const Pair sum = TwoSum(hn::Set(D(), 1.0), others.high);
  return FastTwoSum(sum.high, hn::Add(sum.low, others.low));
}

/// From the largest w and the sum of the others' exponentials in their units.
template <class Number>
HWY_INLINE Slice Finished(Operation operation, V maximum, Number others) {
  const M is_sound = hn::And(hn::Lt(hn::Set(D(), -infinity), maximum), hn::Lt(maximum, hn::Set(D(), infinity)));
  const V spoilt = hn::IfThenElse(is_sound, hn::Zero(D()), hn::Set(D(), not_a_number));
  Pair number = SumOrItsLog(operation, others);
  number.high = hn::Add(number.high, spoilt);
  return {hn::Add(maximum, spoilt), number.high, number.low, hn::Div(hn::Set(D(), 1.0), number.high)};
}

void Reset(const Slots& slots, std::size_t slices) {
  std::fill_n(slots.maximum, slices, -infinity);
  std::fill_n(slots.high, slices, 0.0);
  std::fill_n(slots.low, slices, 0.0);
}

template <class Number>
void Finish(Operation operation, const Slots& slots, std::size_t slices) {
  for (std::size_t i = 0; i < slices; i += step) {
    const std::size_t count = std::min(step, slices - i);
    const Number others = NumberOf<Number>(LoadPart(slots.high + i, count, 0), LoadPart(slots.low + i, count, 0));
    const Slice slice = Finished(operation, LoadPart(slots.maximum + i, count, 0), others);
    StorePart(slice.maximum, slots.maximum + i, count);
    StorePart(slice.high, slots.high + i, count);
    StorePart(slice.low, slots.low + i, count);
    StorePart(slice.inverse, slots.inverse + i, count);
  }
}

/// p = e^z/s, from e^z in its units.
HWY_INLINE V Quotient(Single exponential, const Slice& slice) { return hn::Mul(exponential.high, slice.inverse); }

/// q = high·(1/s) is near, its remainder high - q·s is exact, and both low parts join it.
HWY_INLINE V Quotient(Pair exponential, const Slice& slice) {
  const V q = hn::Mul(exponential.high, slice.inverse);
  const V remainder = FusedNegated(q, slice.high, exponential.high);
  const V rest = hn::Add(remainder, FusedNegated(q, slice.low, exponential.low));
  return hn::Mul(Fused(rest, slice.inverse, q), hn::Set(D(), 1 / unit_of<Pair>));
}

/// log p = z - log s; neither is positive, so nothing cancels.
HWY_INLINE V Difference(Single z, const Slice& slice) { return hn::Sub(z.high, slice.high); }

HWY_INLINE V Difference(Pair z, const Slice& slice) {
  const Pair difference = TwoSum(z.high, hn::Neg(slice.high));
  const V y = hn::Add(difference.high, hn::Add(difference.low, hn::Sub(z.low, slice.low)));
  const V lowest = hn::Set(D(), -infinity);
  const M is_lowest = hn::And(hn::Eq(z.high, lowest), hn::Eq(slice.high, slice.high));
  return hn::IfThenElse(is_lowest, lowest, y);
}

template <bool is_scaled, bool is_log, class T>
HWY_INLINE V Result(V w, const Slice& slice, const ScaleVectors& scale) {
  const auto z = Logit<is_scaled, NumberFor<T>>(w, slice.maximum, scale);
  if constexpr (is_log) {
    return Difference(z, slice);
  } else {
    return Quotient(Exp(z), slice);
  }
}

/// How many elements ahead inputs and places of results are prefetched.
inline constexpr std::size_t prefetch_ahead = 512;

/// One row of a matrix: slice_at(column, count) returns the slices of a vector of columns.
template <bool is_scaled, bool is_log, class T, class SliceAt>
HWY_INLINE void MapRow(const T* x, std::size_t count, const ScaleVectors& scale, T* y, SliceAt slice_at) {
  std::size_t i = 0;
  for (; i + step <= count; i += step) {
    hwy::Prefetch(x + i + prefetch_ahead);
    hwy::Prefetch(y + i + prefetch_ahead);
    Store(Result<is_scaled, is_log, T>(Prescaled<is_scaled>(Load(x + i), scale), slice_at(i, step), scale), y + i);
  }
  if (i < count) {
    const V w = Prescaled<is_scaled>(LoadPart(x + i, count - i, 0), scale);
    StorePart(Result<is_scaled, is_log, T>(w, slice_at(i, count - i), scale), y + i, count - i);
  }
}

template <bool is_scaled, bool is_log, class T>
void MapMatrix(const T* x, const Matrix& matrix, const ScaleVectors& scale, const Slots& slots, T* y) {
  if (matrix.is_run()) {
    const Slice slice = SliceOf(slots);
    MapRow<is_scaled, is_log>(x, matrix.rows, scale, y, [&](std::size_t, std::size_t) HWY_ATTR { return slice; });
    return;
  }
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    const std::size_t at = row * matrix.stride;
    MapRow<is_scaled, is_log>(x + at, matrix.columns, scale, y + at,
                              [&](std::size_t c, std::size_t count) HWY_ATTR { return SlicesOf(slots + c, count); });
  }
}

template <bool is_scaled, class T>
void MapMatrix(Operation operation, const T* x, const Matrix& matrix, const ScaleVectors& scale, const Slots& slots,
               T* y) {
  operation == Operation::log_softmax ? MapMatrix<is_scaled, true>(x, matrix, scale, slots, y)
                                      : MapMatrix<is_scaled, false>(x, matrix, scale, slots, y);
}

template <class T>
void Map(Operation operation, const T* x, const Matrix& matrix, const Scaling& scaling, const Slots& slots, T* y) {
  const ScaleVectors scale = ScaleOf(scaling);
  scaling.is_one() ? MapMatrix<false>(operation, x, matrix, scale, slots, y)
                   : MapMatrix<true>(operation, x, matrix, scale, slots, y);
}

template <class T>
void Exponentials(const T* x, std::size_t count, T* y) {
  using Number = NumberFor<T>;
  const V unbias = hn::Set(D(), 1 / unit_of<Number>);
  for (std::size_t i = 0; i < count; i += step) {
    const std::size_t valid = std::min(step, count - i);
    const V z = LoadPart(x + i, valid, 0);
    const Number power = Exp(NumberOf<Number>(z, hn::Zero(D())));
    StorePart(hn::IfThenElse(hn::Eq(z, z), hn::Mul(hn::Add(power.high, LowOf(power)), unbias), z), y + i, valid);
  }
}

// Both passes at once, for slices that are in memory as a whole. Short slices take one lane of a vector each, and are
// computed while everything is in registers and the nearest cache; of longer ones, the exponentials of the first pass
// are kept for the second where there is room.

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
  rows = std::min(rows, tile_rows);  // always true: it lets the compiler know that the memory is large enough
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

/// Whether short slices of panels are brought side by side first: where fewer than a vector of them are side by side. A
/// single column on every instruction set, so that its elements are added up in the same order on all.
inline bool NeedsTiles(const Matrix& panel) {
  return panel.rows <= tile_rows && panel.columns < std::max<std::size_t>(step, 2);
}

/// Brings slices (of panels of rows × columns one after another) side by side, a tile at a time, and results to their
/// places in y: work(tile, first slice, slices) makes the tile's rows of `step` elements the results.
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

/// The exponentials of a run, with room for the lanes after its end.
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
    hwy::Prefetch(y + i);  // for the results that come next
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

#endif  // SOFTMAX_COMPUTE_MAP_INL_H_
