// Elementary functions on vectors of doubles, in one double or in two, compiled once for each instruction set. A number
// in two parts is an unevaluated sum high + low, |low| <= ulp(high)/2 where it says "normalised".
//
// Sources: TwoSum, Fast2Sum and the double-word product: Muller et al., Handbook of Floating-Point Arithmetic, 2nd ed.
// 2018, ch. 4 and 14. Reduction of the exponential and the logarithm: ibid. ch. 10; W. J. Cody and W. Waite, Software
// Manual for the Elementary Functions, 1980 (ln 2 in two parts). The polynomials are the Taylor series of e^r and of
// 2 artanh f, cut where the rest is below the last place that matters.

#if defined(SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
#undef SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
#else
#define SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
#endif

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <hwy/highway.h>

#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

using U = hn::RebindToUnsigned<D>;

/// A number as one double: what float32 data is worked on with, which leaves 29 bits for rounding errors.
struct Single {
  V high;
};

/// A number in two parts: what float64 data is worked on with.
struct Pair {
  V high;
  V low;
};

/// A number from its parts and its parts from it; of a Single the low part is 0, and nothing is stored for it.
HWY_INLINE Single NumberOf(V high, V, Single) { return {high}; }
HWY_INLINE Pair NumberOf(V high, V low, Pair) { return {high, low}; }
HWY_INLINE V LowOf(Single) { return hn::Zero(D()); }
HWY_INLINE V LowOf(Pair number) { return number.low; }

template <class Number>
HWY_INLINE Number NumberOf(V high, V low) {
  return NumberOf(high, low, Number());
}

template <class Number>
HWY_INLINE void StoreNumber(Number number, double* high, double* low) {
  hn::StoreU(number.high, D(), high);
  if constexpr (std::is_same_v<Number, Pair>) hn::StoreU(number.low, D(), low);
}

template <class Number>
HWY_INLINE Number LoadNumber(const double* high, const double* low) {
  if constexpr (std::is_same_v<Number, Pair>) return {hn::LoadU(D(), high), hn::LoadU(D(), low)};
  if constexpr (std::is_same_v<Number, Single>) return {hn::LoadU(D(), high)};
}

/// a + b exactly; nothing is asked of a and b but that the sum does not overflow.
HWY_INLINE Pair TwoSum(V a, V b) {
  const V sum = hn::Add(a, b);
  const V b_part = hn::Sub(sum, a);
  const V a_part = hn::Sub(sum, b_part);
  return {sum, hn::Add(hn::Sub(a, a_part), hn::Sub(b, b_part))};
}

/// a + b exactly, for |a| >= |b| or a = 0.
HWY_INLINE Pair FastTwoSum(V a, V b) {
  const V sum = hn::Add(a, b);
  return {sum, hn::Sub(b, hn::Sub(sum, a))};
}

HWY_INLINE void AddTo(Single& sum, Single term) { sum.high = hn::Add(sum.high, term.high); }

/// Adds a normalised pair to a sum in two parts; the sum's low part takes what its high part can't.
HWY_INLINE void AddTo(Pair& sum, Pair term) {
  const Pair high = TwoSum(sum.high, term.high);
  sum = {high.high, hn::Add(sum.low, hn::Add(high.low, term.low))};
}

/// What exponentials are multiples of: 2^512, so that what is left of a slice beside a dominating maximum keeps its
/// digits. Of float32 data nothing is that small.
template <class Number>
inline constexpr double unit_of = 1;
template <>
inline constexpr double unit_of<Pair> = 0x1p512;

/// The integer nearest to z/ln 2, in the last bits of a double, and as a double.
struct Exponent {
  hn::Vec<U> bits;
  V value;
};

HWY_INLINE Exponent NearestExponent(V z) {
  // Adding 1.5·2^52 rounds to an integer.
  const V magic = hn::Set(D(), 0x1.8p52);
  const V rounded = Fused(z, hn::Set(D(), 0x1.71547652b82fep+0), magic);
  return {hn::BitCast(U(), rounded), hn::Sub(rounded, magic)};
}

/// 2^(n + extra), which has to be a normal number.
HWY_INLINE V PowerOfTwo(hn::Vec<U> n, std::int64_t extra) {
  constexpr std::int64_t exponent_bias = 1023;
  return hn::BitCast(D(),
                     hn::ShiftLeft<52>(hn::Add(n, hn::Set(U(), static_cast<std::uint64_t>(exponent_bias + extra)))));
}

/// 1/k!
inline constexpr auto inverse_factorials = [] {
  std::array<double, 15> inverse{};
  double factorial = 1;
  for (std::size_t k = 0; k < inverse.size(); ++k) {
    if (k > 0) factorial *= static_cast<double>(k);
    inverse[k] = 1 / factorial;
  }
  return inverse;
}();

/// Coefficients k and k + 1 of the series of e^r: 1/k! + r/(k + 1)!.
HWY_INLINE V TwoTerms(V r, std::size_t k) {
  return Fused(r, hn::Set(D(), inverse_factorials[k + 1]), hn::Set(D(), inverse_factorials[k]));
}

/// Four of them, and eight: powers of r on the way, so that few products wait for one another (G. Estrin, Organization
/// of computer systems: the fixed plus variable structure computer, 1960).
HWY_INLINE V FourTerms(V r, V r2, std::size_t k) { return Fused(r2, TwoTerms(r, k + 2), TwoTerms(r, k)); }
HWY_INLINE V EightTerms(V r, V r2, V r4, std::size_t k) {
  return Fused(r4, FourTerms(r, r2, k + 4), FourTerms(r, r2, k));
}

/// e^z for z <= 0; relative error below 2^-32. 0 for z < -700. What NaN gives is no number that means anything.
HWY_INLINE Single Exp(Single z) {
  const Exponent n = NearestExponent(z.high);
  const V r = FusedNegated(n.value, hn::Set(D(), 0x1.62e42fefa39efp-1), z.high);
  // Nine terms: r^9/9! < 2^-32 for |r| <= ln(2)/2.
  const V r2 = hn::Mul(r, r);
  const V r4 = hn::Mul(r2, r2);
  const V upper = Fused(r4, hn::Set(D(), inverse_factorials[8]), FourTerms(r, r2, 4));
  const V power = Fused(r4, upper, FourTerms(r, r2, 0));
  const V scaled = hn::BitCast(D(), hn::Add(hn::BitCast(U(), power), hn::ShiftLeft<52>(n.bits)));
  return {hn::IfThenZeroElse(hn::Lt(z.high, hn::Set(D(), -700.0)), scaled)};
}

/// e^z·unit_of<Pair> for z = high + low <= 0, |low| <= ulp(high), normalised; relative error below 2^-57. 0 for z <
/// -746, of which no double is left.
HWY_INLINE Pair Exp(Pair z) {
  const Exponent n = NearestExponent(z.high);
  // r = z - n ln 2 in two parts. ln2_high has so few digits that the first difference is exact.
  const V ln2_high = hn::Set(D(), 0x1.62e42fefa3800p-1);
  const V ln2_low = hn::Set(D(), 0x1.ef35793c76730p-45);
  const V exact = FusedNegated(n.value, ln2_high, z.high);
  const V nearly = FusedNegated(n.value, ln2_low, exact);
  const V rest = hn::Add(FusedNegated(n.value, ln2_low, hn::Sub(exact, nearly)), z.low);
  // low may be as large as ulp(z)/2: normalised, so that r.low·r.high² is below what counts. Where |rest| > |nearly|,
  // both are so small that what Fast2Sum may lose does not count either.
  const Pair r = FastTwoSum(nearly, rest);

  // e^r = 1 + r + r²(1/2 + r/6 + …), and e^(r.high + r.low) = e^r.high + r.low·(1 + r.high).
  // Terms 2 to 14: r^15/15! < 2^-63.
  const V r2 = hn::Mul(r.high, r.high);
  const V r4 = hn::Mul(r2, r2);
  const V upper = Fused(r4, hn::Set(D(), inverse_factorials[14]), FourTerms(r.high, r2, 10));
  const V series = Fused(hn::Mul(r4, r4), upper, EightTerms(r.high, r2, r4, 2));
  const V correction = Fused(r.high, r.low, r.low);
  const V tail = Fused(r2, series, correction);
  const Pair linear = FastTwoSum(hn::Set(D(), 1.0), r.high);
  const Pair value = FastTwoSum(linear.high, hn::Add(linear.low, tail));
  const V power = PowerOfTwo(n.bits, 512);
  const M vanishes = hn::Lt(z.high, hn::Set(D(), -746.0));
  return {hn::IfThenZeroElse(vanishes, hn::Mul(value.high, power)),
          hn::IfThenZeroElse(vanishes, hn::Mul(value.low, power))};
}

/// log(1 + s) for s = high + low >= 0 normalised, up to 2^62; normalised, relative error below 2^-58.
HWY_INLINE Pair Log1p(Pair s) {
  const D d;
  const U du;
  const V one = hn::Set(d, 1.0);
  const V two = hn::Set(d, 2.0);
  constexpr int terms = 12;  // f^24/25 < 2^-65 for |f| <= 0.1716
  constexpr auto inverse_odd = [] {
    std::array<double, terms + 1> inverse{};
    for (std::size_t k = 0; k <= terms; ++k) inverse[k] = 1.0 / (2.0 * static_cast<double>(k) + 1);
    return inverse;
  }();

  constexpr std::uint64_t sqrt_half_bits = 0x3fe6a09e667f3bcd;
  // 1 + s = 2^k m with m in [0.707, 1.415).
  Pair whole = TwoSum(one, s.high);
  whole.low = hn::Add(whole.low, s.low);
  const auto bits = hn::BitCast(du, whole.high);
  const auto k = hn::ShiftRight<52>(hn::Sub(bits, hn::Set(du, sqrt_half_bits)));
  const V magic = hn::Set(d, 0x1.8p52);
  const V k_value = hn::Sub(hn::BitCast(d, hn::Add(k, hn::BitCast(du, magic))), magic);
  const V m_high = hn::BitCast(d, hn::Sub(bits, hn::ShiftLeft<52>(k)));
  const V m_low = hn::Mul(whole.low, PowerOfTwo(hn::Sub(hn::Set(du, 64), k), -64));

  // m - 1 is s itself when k = 0: then no digit of a small s is lost.
  const auto is_small = hn::Eq(k_value, hn::Zero(d));
  const Pair reduced = FastTwoSum(hn::Sub(m_high, one), m_low);
  const Pair numerator = {hn::IfThenElse(is_small, s.high, reduced.high), hn::IfThenElse(is_small, s.low, reduced.low)};
  Pair denominator = FastTwoSum(two, numerator.high);
  denominator.low = hn::Add(denominator.low, numerator.low);

  // f = (m - 1)/(m + 1); log m = 2f + 2f³(1/3 + f²/5 + …).
  const V f_high = hn::Div(numerator.high, denominator.high);
  const V remainder = FusedNegated(f_high, denominator.high, numerator.high);
  const V f_low = hn::Div(FusedNegated(f_high, denominator.low, hn::Add(remainder, numerator.low)), denominator.high);
  const V square = hn::Mul(f_high, f_high);
  V series = hn::Set(d, inverse_odd[terms]);
  for (int j = terms - 1; j >= 1; --j) {
    series = Fused(series, square, hn::Set(d, inverse_odd[static_cast<std::size_t>(j)]));
  }
  const V twice = hn::Mul(two, f_high);
  const V tail = Fused(hn::Mul(twice, square), series, hn::Mul(two, f_low));
  const Pair sum = TwoSum(hn::Mul(k_value, hn::Set(d, 0x1.62e42fefa3800p-1)), twice);
  const Pair log = FastTwoSum(sum.high, Fused(k_value, hn::Set(d, 0x1.ef35793c76730p-45), hn::Add(sum.low, tail)));
  // A tiny s is its own logarithm, and may be too small to be halved and doubled.
  const auto is_tiny = hn::Lt(s.high, hn::Set(d, 0x1p-120));
  return {hn::IfThenElse(is_tiny, s.high, log.high), hn::IfThenElse(is_tiny, s.low, log.low)};
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_VECTOR_MATH_INL_H_
