// The naive form: exp(x)/Σexp(x) with every step rounded to the dtype. Compiled once for each instruction set.
//
// The steps are the operations of rounded_logit, rounded_exp and rounded_log (elementary.h) in the same order
// with the same roundings, so the bits and the errors are the same. Sums are those of ExactSum, several at once.

#if defined(SOFTMAX_COMPUTE_NAIVE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_NAIVE_INL_H_
#undef SOFTMAX_COMPUTE_NAIVE_INL_H_
#else
#define SOFTMAX_COMPUTE_NAIVE_INL_H_
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <hwy/highway.h>

#include "compute/exact_sum.h"
#include "compute/kernels.h"
#include "compute/map-inl.h"
#include "compute/reduce-inl.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {
/// round_to for each dtype.
struct ToFloat64 {
  explicit ToFloat64(Dtype) {}
  HWY_INLINE V operator()(V x) const { return x; }
};

struct ToFloat32 {
  explicit ToFloat32(Dtype) {}
  HWY_INLINE V operator()(V x) const {
#if HWY_TARGET == HWY_SCALAR
    return hn::Set(D(), static_cast<float>(hn::GetLane(x)));
#else
    return hn::PromoteTo(D(), hn::DemoteTo(hn::Rebind<float, D>(), x));
#endif
  }
};

struct ToSixteenBits {
  explicit ToSixteenBits(Dtype dtype) {
    const DtypeTraits& type = traits(dtype);
    relative_unit = hn::Set(D(), std::ldexp(1.0, 1 - type.significand_bits));
    smallest_unit = hn::Set(D(), std::ldexp(1.0, type.min_exponent - type.significand_bits + 1));
    largest = hn::Set(D(), type.largest);
  }

  /// Adding 1.5·2^52 units rounds to a multiple of the unit. Where that overflows, x is beyond the dtype anyway.
  HWY_INLINE V operator()(V x) const {
    constexpr std::uint64_t exponent_bits = 0x7ff0000000000000;
    const V power = hn::BitCast(D(), hn::And(hn::BitCast(U(), x), hn::Set(U(), exponent_bits)));
    const V unit = hn::Max(hn::Mul(power, relative_unit), smallest_unit);
    const V magic = hn::Mul(unit, hn::Set(D(), 0x1.8p52));
    const V rounded = hn::CopySign(hn::Sub(hn::Add(x, magic), magic), x);
    const V beyond = hn::IfThenElse(hn::Eq(x, x), hn::CopySign(hn::Set(D(), infinity), x), x);
    return hn::IfThenElse(hn::Le(hn::Abs(rounded), largest), rounded, beyond);
  }

  V relative_unit;
  V smallest_unit;
  V largest;
};

/// x/T or θ·x rounded to the dtype, as by rounded_logit.
template <class Round>
HWY_INLINE V RoundedLogit(V x, bool is_temperature, V scale, const Round& round) {
  const V nearest = is_temperature ? hn::Div(x, scale) : hn::Mul(x, scale);
  if constexpr (std::is_same_v<Round, ToFloat64>) return nearest;
  // To odd: a last bit of 0 moves by one in the direction of the rest, away from 0 where the signs agree.
  const V rest = is_temperature ? FusedNegated(nearest, scale, x) : Fused(x, scale, hn::Neg(nearest));
  const auto bits = hn::BitCast(U(), nearest);
  const auto one = hn::Set(U(), 1);
  const auto is_inwards = hn::ShiftRight<63>(hn::Xor(bits, hn::BitCast(U(), rest)));
  const V odd = hn::BitCast(D(), hn::Sub(hn::Add(bits, one), hn::Add(is_inwards, is_inwards)));
  const M is_even = hn::RebindMask(D(), hn::Eq(hn::And(bits, one), hn::Zero(U())));
  const M is_inexact = hn::Ne(rest, hn::Zero(D()));
  const M is_finite = hn::Lt(hn::Abs(nearest), hn::Set(D(), infinity));
  return round(hn::IfThenElse(hn::And(is_finite, hn::And(is_even, is_inexact)), odd, nearest));
}

/// An integer as the last bits of a double.
HWY_INLINE hn::Vec<U> IntegerBits(V n) { return hn::BitCast(U(), hn::Add(n, hn::Set(D(), 0x1.8p52))); }

/// value·2^n with one rounding, for value near 1. What is finite and not 0 in a narrower dtype is a normal double.
template <class Round>
HWY_INLINE V TimesPowerOfTwo(V value, V n) {
  const V magic = hn::Set(D(), 0x1.8p52);
  if constexpr (std::is_same_v<Round, ToFloat64>) {
    const V half = hn::Sub(Fused(n, hn::Set(D(), 0.5), magic), magic);
    const V rest = hn::Sub(n, half);
    return hn::Mul(hn::Mul(value, PowerOfTwo(IntegerBits(half), 0)), PowerOfTwo(IntegerBits(rest), 0));
  }
  return hn::Mul(value, PowerOfTwo(IntegerBits(n), 0));
}

/// The rounding and the limits of rounded_exp.
template <class RoundTo>
struct ExponentialSteps {
  using Round = RoundTo;

  explicit ExponentialSteps(Dtype dtype)
      : round(dtype),
        overflow(hn::Set(D(), traits(dtype).exp_overflow)),
        underflow(hn::Set(D(), traits(dtype).exp_underflow)) {}

  Round round;
  V overflow;
  V underflow;
};

/// e^z rounded to the dtype, as by rounded_exp.
template <class Round>
HWY_INLINE V RoundedExp(V z, const ExponentialSteps<Round>& steps) {
  const D d;
  const V magic = hn::Set(d, 0x1.8p52);
  const V ln2_low = hn::Set(d, 0x1.ef35793c76730p-45);
  const V n = hn::Sub(hn::Add(hn::Mul(z, hn::Set(d, 0x1.71547652b82fep+0)), magic), magic);
  const V exact = FusedNegated(n, hn::Set(d, 0x1.62e42fefa3800p-1), z);
  const V r = FusedNegated(n, ln2_low, exact);
  const V r_low = FusedNegated(n, ln2_low, hn::Sub(exact, r));
  constexpr std::array<double, 13> inverse_factorials = InverseFactorials<13>(2);
  V series = hn::Set(d, inverse_factorials[12]);
  for (std::size_t k = 12; k-- > 0;) series = Fused(series, r, hn::Set(d, inverse_factorials[k]));
  const V one = hn::Set(d, 1.0);
  const V tail = Fused(hn::Mul(r, r), series, Fused(r, r_low, r_low));
  const V linear = hn::Add(one, r);
  const V value = hn::Add(linear, hn::Add(hn::Sub(r, hn::Sub(linear, one)), tail));
  const V power = steps.round(TimesPowerOfTwo<Round>(value, n));
  const V above = hn::IfThenElse(hn::Gt(z, steps.overflow), hn::Set(d, infinity), power);
  const V between = hn::IfThenZeroElse(hn::Lt(z, steps.underflow), above);
  return hn::IfThenElse(hn::Eq(z, z), between, z);
}

/// The logarithm of q >= 0 rounded to the dtype, as by rounded_log.
template <class Round>
HWY_INLINE V RoundedLog(V q, const Round& round) {
  const D d;
  const V one = hn::Set(d, 1.0);
  constexpr std::uint64_t sqrt_half_bits = 0x3fe6a09e667f3bcd;

  // q = 2^exponent m with m in [0.707, 1.415). The exponent is counted from -1024 here, to be positive.
  const M is_subnormal = hn::Lt(q, hn::Set(d, 0x1p-1022));
  const auto bits = hn::BitCast(U(), hn::IfThenElse(is_subnormal, hn::Mul(q, hn::Set(d, 0x1p54)), q));
  const auto biased =
      hn::ShiftRight<52>(hn::Add(hn::Sub(bits, hn::Set(U(), sqrt_half_bits)), hn::Set(U(), std::uint64_t{1024} << 52)));
  const V m = hn::BitCast(d, hn::Sub(bits, hn::ShiftLeft<52>(hn::Sub(biased, hn::Set(U(), 1024)))));
  const V magic = hn::Set(d, 0x1.8p52);
  const V counted = hn::Sub(hn::BitCast(d, hn::Add(biased, hn::BitCast(U(), magic))), magic);
  const V exponent = hn::Sub(counted, hn::IfThenElse(is_subnormal, hn::Set(d, 1024.0 + 54), hn::Set(d, 1024.0)));

  const V numerator = hn::Sub(m, one);
  const V denominator = hn::Add(m, one);
  const V denominator_low = hn::Sub(m, hn::Sub(denominator, one));
  const V f = hn::Div(numerator, denominator);
  const V remainder = hn::Sub(FusedNegated(f, denominator, numerator), hn::Mul(f, denominator_low));
  const V f_low = hn::Div(remainder, denominator);
  const V square = hn::Mul(f, f);
  const V twice = hn::Add(f, f);
  const V tail = Fused(hn::Mul(twice, square), ArtanhSeries<12>(square), hn::Add(f_low, f_low));

  const Pair sum = TwoSum(hn::Mul(exponent, hn::Set(d, 0x1.62e42fefa3800p-1)), twice);
  const V low = Fused(exponent, hn::Set(d, 0x1.ef35793c76730p-45), hn::Add(sum.low, tail));
  const V log = round(hn::Add(sum.high, low));
  const V finite = hn::IfThenElse(hn::Eq(q, hn::Zero(d)), hn::Set(d, -infinity), log);
  return hn::IfThenElse(hn::Lt(q, hn::Set(d, infinity)), finite, q);
}

/// The steps of an element up to its exponential.
template <bool is_scaled, class Round>
struct ElementSteps {
  explicit ElementSteps(const NaiveSteps& steps)
      : exponential(steps.dtype), is_temperature(steps.scale.is_temperature), scale(hn::Set(D(), steps.scale.value)) {}

  HWY_INLINE V operator()(V x) const {
    if constexpr (is_scaled) return RoundedExp(RoundedLogit(x, is_temperature, scale, exponential.round), exponential);
    return RoundedExp(x, exponential);
  }

  ExponentialSteps<Round> exponential;
  bool is_temperature;
  V scale;
};

/// work(column, count) for each vector of a row; only the last has fewer than `step` columns.
template <class Work>
HWY_INLINE void ForEachVector(std::size_t columns, const Work& work) {
  std::size_t c = 0;
  for (; c + step <= columns; c += step) work(c, step);
  if (c < columns) work(c, columns - c);
}

/// ExactSum::add for slices side by side.
HWY_INLINE void AddExactly(V value, std::size_t count, const ExactSums& sums) {
  const Pair high = TwoSum(LoadPart(sums.high, count, 0), value);
  const Pair middle = TwoSum(LoadPart(sums.middle, count, 0), high.low);
  const V low = hn::Add(LoadPart(sums.low, count, 0), middle.low);
  StorePart(high.high, sums.high, count);
  StorePart(middle.high, sums.middle, count);
  StorePart(low, sums.low, count);
}

/// Adds the exponentials of a matrix to the sums of its columns, and to `kept`, of the layout of x, unless it is null.
template <class Element, class T>
HWY_INLINE void ReduceColumns(const Element& element, const T* x, const Matrix& matrix, const ExactSums& sums,
                              T* kept) {
  for (std::size_t first = 0; first < matrix.columns; first += column_chunk) {
    const std::size_t columns = std::min(column_chunk, matrix.columns - first);
    for (std::size_t row = 0; row < matrix.rows; ++row) {
      const std::size_t at = row * matrix.stride + first;
      ForEachVector(columns, [&](std::size_t c, std::size_t count) HWY_ATTR {
        const V exponential = element(LoadPart(x + at + c, count, 0));
        if (kept != nullptr) StorePart(exponential, kept + at + c, count);
        AddExactly(exponential, count, sums + (first + c));
      });
    }
  }
}

/// A run of one slice, as a matrix of `lanes` columns whose sums become one.
template <class Element, class T>
void ReduceLanes(const Element& element, const T* x, std::size_t count, const ExactSums& sum, T* kept) {
  HWY_ALIGN double parts[3 * lanes] = {};
  const ExactSums sums = {parts, parts + lanes, parts + 2 * lanes};
  const std::size_t rest = count % lanes;
  const std::size_t whole = count - rest;
  ReduceColumns(element, x, {whole / lanes, lanes, lanes}, sums, kept);
  ReduceColumns(element, x + whole, {1, rest, rest}, sums, kept == nullptr ? nullptr : kept + whole);
  ExactSum total = sum.get(0);
  for (std::size_t lane = 0; lane < std::min(lanes, count); ++lane) total.add(sums.get(lane));
  sum.set(0, total);
}

template <class Element, class T>
void ReduceNaively(const Element& element, const T* x, const Matrix& matrix, const ExactSums& sums, T* kept) {
  if (matrix.is_run()) {
    ReduceLanes(element, x, matrix.rows, sums, kept);
  } else {
    ReduceColumns(element, x, matrix, sums, kept);
  }
}

/// y = e/total or its logarithm, in place where y holds the exponentials; exponential(at, count) returns some of a row.
template <class Round, class Exponential, class T>
HWY_INLINE void DivideMatrix(Operation operation, const Round& round, const Matrix& matrix, const double* totals, T* y,
                             const Exponential& exponential) {
  const bool is_run = matrix.is_run();
  const std::size_t rows = is_run ? 1 : matrix.rows;
  const std::size_t columns = is_run ? matrix.rows : matrix.columns;
  const V total = hn::Set(D(), totals[0]);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t start = row * matrix.stride;
    ForEachVector(columns, [&](std::size_t c, std::size_t count) HWY_ATTR {
      const V divisor = is_run ? total : LoadPart(totals + c, count, 1);
      const V quotient = round(hn::Div(exponential(start + c, count), divisor));
      StorePart(operation == Operation::softmax ? quotient : RoundedLog(quotient, round), y + start + c, count);
    });
  }
}

/// Calls work with the steps of the dtype, and of the scale where it is not 1.
template <class T, class Work>
void WithElementSteps(const NaiveSteps& steps, const Work& work) {
  const auto with_scale = [&]<class Round>(std::type_identity<Round>) {
    steps.scale.is_one() ? work(ElementSteps<false, Round>(steps)) : work(ElementSteps<true, Round>(steps));
  };
  if constexpr (std::is_same_v<T, double>) {
    with_scale(std::type_identity<ToFloat64>());
  } else if (steps.dtype == Dtype::float32) {
    with_scale(std::type_identity<ToFloat32>());
  } else {
    with_scale(std::type_identity<ToSixteenBits>());
  }
}

template <class T>
void NaiveReduce(const NaiveSteps& steps, const T* x, const Matrix& matrix, const ExactSums& sums) {
  WithElementSteps<T>(
      steps, [&](const auto& element) HWY_ATTR { ReduceNaively(element, x, matrix, sums, static_cast<T*>(nullptr)); });
}

template <class T>
void NaiveMap(const NaiveSteps& steps, const T* x, const Matrix& matrix, const double* totals, T* y) {
  WithElementSteps<T>(steps, [&](const auto& element) HWY_ATTR {
    DivideMatrix(steps.operation, element.exponential.round, matrix, totals, y,
                 [&](std::size_t at, std::size_t count) HWY_ATTR { return element(LoadPart(x + at, count, 0)); });
  });
}

/// Each exponential is computed once: y keeps it, exactly, until the slice has a sum.
template <class Element, class T>
void NaiveMatrix(const NaiveSteps& steps, const Element& element, const T* x, const Matrix& matrix,
                 const ExactSums& sums, double* totals, T* y) {
  sums.reset(matrix.columns);
  ReduceNaively(element, x, matrix, sums, y);
  sums.rounded(steps.dtype, matrix.columns, totals);
  DivideMatrix(steps.operation, element.exponential.round, matrix, totals, y,
               [y](std::size_t at, std::size_t count) HWY_ATTR { return LoadPart(y + at, count, 0); });
}

template <class T>
void NaiveWhole(const NaiveSteps& steps, const T* x, const Matrix& matrix, std::size_t panels, const ExactSums& sums,
                double* totals, T* y) {
  WithElementSteps<T>(steps, [&](const auto& element) HWY_ATTR {
    if (NeedsTiles(matrix) && matrix.columns == matrix.stride) {
      ForEachTile(x, matrix.rows, matrix.columns, panels, y,
                  [&](T* tile, std::size_t first, std::size_t count) HWY_ATTR {
                    NaiveMatrix(steps, element, tile, {matrix.rows, count, step}, sums + first, totals + first, tile);
                  });
      return;
    }
    for (std::size_t panel = 0; panel < panels; ++panel) {
      const std::size_t at = panel * matrix.rows * matrix.stride;
      const std::size_t slice = panel * matrix.columns;
      NaiveMatrix(steps, element, x + at, matrix, sums + slice, totals + slice, y + at);
    }
  });
}
}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_NAIVE_INL_H_
