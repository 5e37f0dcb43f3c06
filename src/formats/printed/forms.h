#pragma once

#include <memory>
#include <optional>
#include <span>

#include "core/print.h"
#include "formats/printed/printers.h"
#include "formats/printed/text.h"
#include "formats/reader.h"
#include "io/input.h"
#include "text/decimal.h"

namespace softmax::formats {
/// A tensor as a text shows it.
struct PrintedTensor {
  Shape shape;
  std::vector<NumberToken> numbers;   ///< in row-major order
  std::optional<Dtype> dtype;         ///< if the text names one
  bool says_tensor = false;           ///< the text says `tensor`, as PyTorch does
  const Printer* printer = &by_hand;  ///< a row of the table in printers.h, or by_hand
  std::size_t columns = 1;            ///< as in Print
  bool shows_rank = true;             ///< as in Print
  const char* begin = nullptr;        ///< the place of errors about the whole tensor

  /// Whether a program printed it; else it is source code or a list with commas.
  bool is_print() const { return printer != &by_hand; }
};

/// A place in a text at which a form may start.
struct PrintPlace {
  const PrintText& text;
  const char* at;
  bool is_in_prose = false;  ///< among the words of a comment
};

/// What a form found at a place.
struct PrintFound {
  std::optional<PrintedTensor> tensor;  ///< none: what is here holds no tensor
  const char* end = nullptr;            ///< where the walk continues; the place itself if the form does not start here
  bool counts_alone = false;            ///< it is a tensor only if the text holds nothing else
};

/// A printed form: a row of the table in forms.cpp, with a file of its own.
struct PrintForm {
  std::string_view name;
  /// Words that only prints of this form have. Detection looks for them in a text whose format is not known.
  std::span<const std::string_view> words;
  /// A first look: whether the form may start here.
  bool (*may_start)(const PrintPlace& place);
  /// Reads the form. Throws Error for numbers that can't be read, for summarised and cut prints, and for a shape that
  /// the print names and the numbers don't have.
  PrintFound (*read)(const PrintPlace& place);
  /// Whether the print is also a value in source code, which operators, methods and indices may change.
  bool is_value;
};

/// The forms in the order in which scan_prints tries them at each place.
std::span<const PrintForm> print_forms();

/// Every tensor of a text, in its order. Throws Error as printed_reader does. With `skips_refused`, code that is not
/// read is passed over where the text holds a tensor besides it: a session shows a call, then its print.
std::vector<PrintedTensor> scan_prints(const PrintText& text, bool skips_refused = false);

/// Throws Error at `at` if the numbers don't have the shape that the print names there. A tensor without numbers takes
/// that shape.
void check_named_shape(const PrintText& text, const char* at, const Shape& named, PrintedTensor& tensor);

/// A factor that all numbers of a block share, `1.00000e-02 *`, as PyTorch once printed it.
struct CommonFactor {
  long power;       ///< the factor is 10^power
  const char* end;  ///< after the '*'
};

/// The factor at `at`, if there is one. Throws Error for a factor that is no power of ten.
std::optional<CommonFactor> read_factor(const PrintText& text, const char* at);

/// The form "frame": a frame or a series as pandas prints it, or a data frame or a matrix with names as R prints it.
/// The names of columns and the labels of rows are no numbers of the tensor (the rule is that of read_table).
bool may_start_frame(const PrintPlace& place);
PrintFound read_frame(const PrintPlace& place);

/// The form "r": what R prints. Vectors after `[1]`, each further line after the index of its first number; vectors
/// with names above the numbers; matrices with `[,1]` above or `[1,]` before the numbers; arrays in pages, `, , 2, 1`
/// before each, the first index of a page fastest; `numeric(0)`. The indices must be those of the numbers. Texts and
/// truth values are no tensor. Throws Error for NA, for prints that leave numbers out, for tibbles, whose numbers have
/// three figures, and for a matrix without rows and columns.
bool may_start_r(const PrintPlace& place);
PrintFound read_r(const PrintPlace& place);

/// The form "sympy": a matrix as SymPy draws it, in tall brackets (`⎡0.5  1⎤`) or with an empty line in brackets
/// between two rows, and as mpmath prints it: `[0.5  1.0]` for each row, with columns that end below one another and
/// two blanks at least between them, or `matrix([['0.5', '1.0']])`. Rows that NumPy may have printed as vectors are not
/// taken.
bool may_start_sympy(const PrintPlace& place);
PrintFound read_sympy(const PrintPlace& place);

/// The form "octave": what Octave, MATLAB and Scilab print after `x =`, in pages `ans(:,:,1) =`, columns
/// `Columns 1 through 8:`, under a common factor; scalars `x = 0.2500`, which count only alone or after a prompt's
/// line, and empty matrices, `x = [](0x3)`. A prompt's line before a print is its input, and no tensor.
bool may_start_octave(const PrintPlace& place);
PrintFound read_octave(const PrintPlace& place);

/// The place after the prompt of Octave, MATLAB, Scilab or Julia at `at`; `at` itself if there is none.
const char* prompt_end(const PrintText& text, const char* at);

/// The line after the prompt's line at `at`, with the brackets that it opens; `at` itself where there is no prompt.
const char* after_echoed_input(const PrintText& text, const char* at);

/// The form "julia": `2×3 Matrix{Float64}:` and rows, in pages `[:, :, 1] =`.
bool may_start_julia(const PrintPlace& place);
PrintFound read_julia(const PrintPlace& place);

/// The form "typed": brackets with the name of their type, Julia's `Float32[0.25, 0.75]`, and mat2str's
/// `single([0.25 0.75])` of Octave and MATLAB.
bool may_start_typed(const PrintPlace& place);
PrintFound read_typed(const PrintPlace& place);

/// The form "rows": lines of numbers with blanks between them, and what PyTorch up to 0.4 and its C++ library print
/// around them: a common factor (`1.00000e-02 *`), `(0 ,.,.) =` before each matrix, `Columns 0 to 9`, and at the end
/// the type and the sizes: `[torch.FloatTensor of size 2x3]`, `[ CPUFloatType{2,3} ]`. Rows without the sizes count
/// only alone, and have the shape that the lines show.
bool may_start_rows(const PrintPlace& place);
PrintFound read_rows(const PrintPlace& place);

/// The form "call": a call of a tensor's name, `tensor([1., 2.], dtype=torch.float64)` or
/// `Tensor(shape=[2], …, [1., 2.])`, or what some libraries put into angles,
/// `<tf.Tensor: shape=(2,), dtype=float32, numpy=array(…)>` (the place is the name). A call without numbers of its own
/// is no tensor: source code with variables, a symbolic tensor.
bool may_start_call(const PrintPlace& place);
PrintFound read_call(const PrintPlace& place);

/// The form "list": numbers in brackets without a name, as NumPy's str() and Python's lists print them, and as MXNet
/// does with a line `<NDArray 2x2 @cpu(0)>` after them.
bool may_start_list(const PrintPlace& place);
PrintFound read_list(const PrintPlace& place);

/// The form "braces": numbers in nested braces, as xtensor prints them (each number has a column for its sign), and
/// initialisers of C and Java, lists of Mathematica.
bool may_start_braces(const PrintPlace& place);
PrintFound read_braces(const PrintPlace& place);

/// Whether the braces at `at` are a print of xtensor.
bool is_xtensor_print(const PrintText& text, const char* at);

/// The form "tfjs": TensorFlow.js prints `Tensor`, then the brackets or the number on a line of their own, or a list
/// of members that ends with `values:`.
bool may_start_tfjs(const PrintPlace& place);
PrintFound read_tfjs(const PrintPlace& place);

/// The form "console": what JavaScript's consoles print: `Float32Array(3) [ 0.1, … ]`, `(3) [0.1, 0.2, 0.7]`.
bool may_start_console(const PrintPlace& place);
PrintFound read_console(const PrintPlace& place);

/// The form "typed array": source code of JavaScript, `new Float32Array([0.1, 0.2])`.
bool may_start_typed_array(const PrintPlace& place);
PrintFound read_typed_array(const PrintPlace& place);

/// Throws Error if arrays at the start of the nested brackets at the place are not shown: `[ [ [Array] ] ]`.
void check_nothing_left_out(const PrintPlace& place);

/// The form "object": a tensor as an object of JavaScript: mathjs's `DenseMatrix {`, ml-matrix's `Matrix {`, ndarray's
/// `View2dfloat64 {`.
bool may_start_object(const PrintPlace& place);
PrintFound read_object(const PrintPlace& place);

/// The form "sized": the sizes in parentheses before the numbers: hmatrix's `(2><2)`, Blitz++'s index ranges
/// `(0,1) x (0,1)`, nickle's `(real [2, 2])`.
bool may_start_sized(const PrintPlace& place);
PrintFound read_sized(const PrintPlace& place);

/// The form "maxima": `matrix([0.5,1000.25],[3,4])`, each argument a row.
bool may_start_maxima(const PrintPlace& place);
PrintFound read_maxima(const PrintPlace& place);

/// The form "ruby": `Matrix[[0.5, 1000.25], [3, 4.0]]` and `Vector[0.1, 0.2]`.
bool may_start_ruby(const PrintPlace& place);
PrintFound read_ruby(const PrintPlace& place);

/// The form "lisp": arrays of Common Lisp, `#2A((0.5 1000.25) (3.0 1.0e-10))` and `#(0.1d0 1.0d-10)`.
bool may_start_lisp(const PrintPlace& place);
PrintFound read_lisp(const PrintPlace& place);

/// The form "blocks": matrices of Armadillo after a header, `A:`, `[matrix size: 2x2]`, `[cube slice: 0]`; what IDL
/// prints after a statement; and matrices with empty lines between them, the pages of a tensor of rank 3.
bool may_start_blocks(const PrintPlace& place);
PrintFound read_blocks(const PrintPlace& place);

/// Whether nothing but a margin is before `at` on its line, or a sign that a value follows: `=`, `(`, `,`, `:`, `>`.
bool is_place_of_value(const PrintText& text, const char* at);

/// The form "scalar": a number in the name of its type, `np.float64(0.5)`.
bool may_start_scalar(const PrintPlace& place);
PrintFound read_scalar(const PrintPlace& place);

/// Numbers in nested brackets, or one bare number, as a text spells them.
struct BracketedNumbers {
  Shape shape;
  std::vector<NumberToken> numbers;  ///< in row-major order
  bool has_commas = false;
  bool has_semicolons = false;  ///< between rows: [1 2; 3 4]
  bool is_spread = false;       ///< rows of blanks are between those of numbers, as SymPy and Maxima print them
  std::optional<Dtype> dtype;   ///< where the numbers name it: np.float32(0.5)
  const char* end = nullptr;    ///< after them
};

/// What the brackets of a language have that those of Python don't.
struct BracketSyntax {
  std::string_view openings = "[(";
  bool has_d_exponents = false;  ///< Lisp's 1.0d-10
};

/// Reads the brackets, or the bare number, that start at `at`. Commas, blanks, line ends, or commas and these, separate
/// numbers and rows; in the outermost brackets semicolons end rows, as in Octave and Julia. Rows may be in parentheses
/// inside brackets, and numbers inside the names of NumPy's scalars. Lines of numbers without commas inside one pair of
/// brackets are rows, except where a long vector was broken over them. `print` is the start of the whole print (it
/// decides what a '#' at the start of a line is). Throws Error for what is no number, for a summarised or cut print,
/// for ragged rows and for a rank beyond the largest.
BracketedNumbers read_brackets(const PrintText& text, const char* at, const char* print, BracketSyntax syntax = {});

/// Takes the rows in brackets below the vector `found`, whose bracket is at `begin`, where they are one matrix: the
/// brackets are in the same columns (those of PARI/GP only on the left), with an empty line or a row of blanks between
/// them at most. False if there are none. Throws Error for a matrix that shows fractions over several lines.
bool take_stacked_rows(const PrintText& text, const char* begin, BracketedNumbers& found);

/// The numbers as the tensor that starts at `begin`.
PrintedTensor tensor_of(BracketedNumbers found, const char* begin, const Printer& printer);

/// Whether the brackets at `at` contain numbers, or nothing, as far as their first element shows.
bool holds_numbers(const PrintText& text, const char* at);

/// Reads the tensors of a printed text, one after another, whatever is around them: prompts, names, comments, source
/// code. docs/formats.md lists the forms. The whole text is read and checked first. Throws Error for a text without any
/// tensor, for summarised, cut and ragged prints, and if the input can't be read.
std::unique_ptr<Reader> printed_reader(Input input, const ReadOptions& options, Format format);

/// The same for a text in memory, which errors call `name`.
std::unique_ptr<Reader> printed_reader(std::string name, std::string text, const ReadOptions& options);

/// Whether the first bytes of a text look like a print (`[1 2]`, `tensor([1, 2])`, `x = [1, 2]`, `>>> x`, …), and not
/// like JSON or CSV.
bool looks_printed(std::string_view beginning);

/// Whether a line names numbers in brackets, as source code and logs do, and JSON and CSV never: `x <- c(1, 2)`,
/// `let x = vec![1.0]`, `INFO logits: [0.1`, `{'a': [1`.
bool has_source_line(std::string_view text);
}  // namespace softmax::formats
