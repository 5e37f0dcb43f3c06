#include "formats/printed/forms.h"

#include <array>

#include "core/formatted.h"

namespace softmax::formats {
namespace {
constexpr std::array<std::string_view, 6> words_of_rows = {"[torch.", "Type{",        "Type]{",
                                                           ",.,.) =", "Columns 0 to", "Variable containing:"};
constexpr std::array<std::string_view, 2> words_of_calls = {"<tf.", "Tensor(shape="};
constexpr std::array<std::string_view, 1> words_of_lists = {"<NDArray "};
constexpr std::array<std::string_view, 5> words_of_blocks = {"[matrix size: ", "[cube size: ", "[cube slice: ", "IDL> ",
                                                             "GDL> "};
constexpr std::array<std::string_view, 3> words_of_objects = {"DenseMatrix {", "Matrix {\n", "Tensor {\n"};

constexpr std::array<std::string_view, 1> words_of_sympy = {"\xE2\x8E\xA1"};
constexpr std::array<std::string_view, 1> words_of_r = {"[,1]"};
constexpr std::array<std::string_view, 3> words_of_frames = {"\ndtype: ", "Empty DataFrame\n", "Series([], "};
constexpr std::array<std::string_view, 9> words_of_octave = {
    "Columns 1 through ", "Columns 1 and 2", "Column 1:",    "(:,:,1", "Diagonal Matrix",
    "Permutation Matrix", "[](0x",           "column 1 to ", "octave:"};
constexpr std::array<std::string_view, 4> words_of_julia = {"Matrix{", "Vector{", "[:, :, 1", "julia> "};

constexpr auto form_table =
    std::to_array<PrintForm>({{"r", words_of_r, may_start_r, read_r, false},
                              {"frame", words_of_frames, may_start_frame, read_frame, false},
                              {"octave", words_of_octave, may_start_octave, read_octave, false},
                              {"julia", words_of_julia, may_start_julia, read_julia, false},
                              {"typed", {}, may_start_typed, read_typed, true},
                              {"sympy", words_of_sympy, may_start_sympy, read_sympy, false},
                              {"blocks", words_of_blocks, may_start_blocks, read_blocks, false},
                              {"rows", words_of_rows, may_start_rows, read_rows, false},
                              {"braces", {}, may_start_braces, read_braces, true},
                              {"tfjs", {}, may_start_tfjs, read_tfjs, false},
                              {"console", {}, may_start_console, read_console, false},
                              {"typed array", {}, may_start_typed_array, read_typed_array, true},
                              {"object", words_of_objects, may_start_object, read_object, false},
                              {"sized", {}, may_start_sized, read_sized, false},
                              {"maxima", {}, may_start_maxima, read_maxima, true},
                              {"ruby", {}, may_start_ruby, read_ruby, true},
                              {"lisp", {}, may_start_lisp, read_lisp, false},
                              {"call", words_of_calls, may_start_call, read_call, true},
                              {"scalar", {}, may_start_scalar, read_scalar, true},
                              {"list", words_of_lists, may_start_list, read_list, true}});
}  // namespace

std::span<const PrintForm> print_forms() { return form_table; }

void check_named_shape(const PrintText& text, const char* at, const Shape& named, PrintedTensor& tensor) {
  if (named.size() > largest_rank) {
    text.fail(at, formatted("expected a tensor of rank {} at most, found {} sizes", largest_rank, named.size()));
  }
  if (tensor.numbers.empty() && element_count(named) == 0) tensor.shape = named;
  if (tensor.shape == named) return;
  text.fail(
      at, formatted("the print says shape {}, its numbers have shape {}", shape_text(named), shape_text(tensor.shape)));
}
}  // namespace softmax::formats
