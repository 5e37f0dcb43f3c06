#pragma once

#include <span>
#include <string_view>

#include "core/print.h"
#include "text/decimal.h"

namespace softmax::formats {
/// The row of a call's name: PyTorch for `tensor`, NumPy for `array`, …; by_hand where the name is source code, as
/// `torch.tensor` is.
const Printer& printer_of_call(std::string_view name);

/// The printer of rows of numbers between blanks, as far as the numbers show it: fortran by the figures of its types;
/// scilab if one of them has its exponent (`has_scilab_exponent`), or if they are trimmed to seven decimals; fixed_rows
/// if all have the same number of decimals, at least four; else rows.
const Printer& printer_of_rows(std::span<const NumberToken> numbers, bool has_scilab_exponent = false);

/// The printer that the digits of Octave and MATLAB show. Their short format has the same number of decimals
/// everywhere (Octave's zeros apart, which are a bare 0), with five figures or four decimals at least. Where decimals
/// differ, or a whole number other than 0 is among others, or there are fewer, each number has figures of its own:
/// format short g. A number of 15 figures or decimals is one of format long (or long g).
/// Each page has a format of its own; number i is in page i % pages.
const Printer& printer_of_octave(std::span<const NumberToken> numbers, std::size_t pages);

/// Numbers in brackets that start at `brackets`, without a name. Where `is_stacked`, each row is in brackets of its
/// own.
const Printer& printer_of_brackets(const char* brackets, bool has_commas, bool is_stacked,
                                   std::span<const NumberToken> numbers);

/// Numbers in the brackets at `brackets` in a call of the name `array`, whose dtype is written as `dtype`. NumPy gives
/// all numbers a point and pads them on the right to the same number of decimals; others that print `array(` don't.
const Printer& printer_of_array(const char* brackets, std::string_view dtype, std::span<const NumberToken> numbers);

/// The printers, a row each: how each one shortens numbers, as seen in real prints. docs/checking.md has the versions.
namespace printers {
// Python.
inline constexpr Printer torch{"PyTorch", Rounding::fixed, 4, Dtype::float32};
inline constexpr Printer numpy{"NumPy", Rounding::trimmed, 8, {}};
inline constexpr Printer tensorflow{"TensorFlow", Rounding::trimmed, 8, {}};
inline constexpr Printer jax{"JAX", Rounding::trimmed, 8, {}};
inline constexpr Printer paddle{"Paddle", Rounding::fixed, 8, {}};
inline constexpr Printer mxnet{"MXNet", Rounding::trimmed, 8, {}};
inline constexpr Printer pandas{"pandas", Rounding::trimmed, 6, {}};
inline constexpr Printer mlx{"MLX", Rounding::figures, 6, {}};
inline constexpr Printer sympy{"SymPy", Rounding::figures, 15, {}};

// R, Octave, MATLAB and their like.
inline constexpr Printer r{"R", Rounding::common, 7, {}};
inline constexpr Printer octave{"Octave", Rounding::fixed, 4, {}};
inline constexpr Printer octave_short_g{"Octave, format short g", Rounding::figures, 5, {}};
inline constexpr Printer octave_long{"Octave, format long", Rounding::own, 0, {}};
inline constexpr Printer scilab{"Scilab", Rounding::trimmed, 7, {}};
inline constexpr Printer julia_matrix{"Julia", Rounding::figures, 6, {}};
inline constexpr Printer julia_vector{"Julia", Rounding::shortest, 0, {}};
inline constexpr Printer yorick{"Yorick", Rounding::figures, 6, {}};
inline constexpr Printer idl{"GDL", Rounding::figures, 6, {}};
inline constexpr Printer pdl{"PDL", Rounding::figures, 8, {}};
inline constexpr Printer maxima{"Maxima", Rounding::figures, 16, {}};
inline constexpr Printer pari{"PARI/GP", Rounding::figures, 38, {}};

// C++ and Fortran.
inline constexpr Printer libtorch{"libtorch", Rounding::fixed, 4, Dtype::float32};
inline constexpr Printer libtorch_figures{"libtorch", Rounding::figures, 6, Dtype::float32};
inline constexpr Printer eigen{"Eigen", Rounding::figures, 6, {}};
inline constexpr Printer armadillo{"Armadillo", Rounding::fixed, 4, {}};
inline constexpr Printer xtensor{"xtensor", Rounding::trimmed, 6, {}};
inline constexpr Printer blitz{"Blitz++", Rounding::figures, 6, {}};
inline constexpr Printer opencv_float{"OpenCV", Rounding::figures, 8, {}};
inline constexpr Printer opencv_double{"OpenCV", Rounding::figures, 16, {}};
inline constexpr Printer fortran{"gfortran", Rounding::own, 0, {}};

// JavaScript, Haskell, Ruby, Lisp.
inline constexpr Printer tfjs{"TensorFlow.js", Rounding::trimmed, 7, Dtype::float32};
inline constexpr Printer ml_matrix{"ml-matrix", Rounding::own, 0, {}};
inline constexpr Printer numjs{"numjs", Rounding::trimmed, 5, {}};
inline constexpr Printer numeric_js{"numeric.js", Rounding::figures, 4, {}};
inline constexpr Printer javascript{"JavaScript", Rounding::shortest, 0, {}};
inline constexpr Printer haskell{"Haskell", Rounding::shortest, 0, {}};
inline constexpr Printer ruby{"Ruby", Rounding::shortest, 0, {}};
inline constexpr Printer lisp{"Common Lisp", Rounding::shortest, 0, {}};

// Rows of bare numbers between blanks, from an unknown program.
inline constexpr Printer rows{"rows of figures", Rounding::figures, 6, {}};
inline constexpr Printer fixed_rows{"rows of decimals", Rounding::fixed, 4, {}};
}  // namespace printers
}  // namespace softmax::formats
