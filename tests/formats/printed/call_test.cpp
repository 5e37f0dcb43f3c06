#include <string>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/print_texts.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

/// What the call that a text begins with is ("none" where it is no tensor) and what stands behind it; or the error.
std::string call(const std::string& bytes) {
  std::string answer = "none";
  const std::string error = refusal([&] {
    const Text text("input", bytes);
    const PrintText print(text);
    const char* name = text.begin() + (bytes.starts_with('<') ? 1 : 0);
    const PrintFound found = read_call({print, name});
    if (found.tensor) answer = test::shown(*found.tensor) + " | " + std::string(found.end, text.end());
  });
  return error == "accepted" ? answer : error;
}

}  // namespace

TEST_CASE("PyTorch's prints") {
  struct Row {
    const char* text;
    const char* answer;
  };
  for (const Row& row :
       {Row{"tensor([0.1250, 0.8750])", "(2,) tensor by PyTorch: 0.1250 0.8750 | "},
        Row{"tensor(0.6250) x", "() tensor by PyTorch: 0.6250 |  x"},
        Row{"tensor(nan)", "() tensor by PyTorch: nan | "}, Row{"tensor(-inf)", "() tensor by PyTorch: -inf | "},
        Row{"tensor([[1., 2.],\n        [3., inf]])", "(2, 2) tensor by PyTorch: 1. 2. 3. inf | "},
        Row{"tensor([1.2500e-05, 9.7500e-01])", "(2,) tensor by PyTorch: 1.2500e-05 9.7500e-01 | "},
        Row{"tensor([[0.1, 0.2,\n         0.3],\n        [0.4, 0.5,\n         0.6]])",
            "(2, 3) tensor by PyTorch: 0.1 0.2 0.3 0.4 0.5 0.6 | "},
        Row{"tensor([0.5000], dtype=torch.float64)", "(1,) tensor by PyTorch float64: 0.5000 | "},
        Row{"tensor([0.5000],\n       dtype=torch.float16)", "(1,) tensor by PyTorch float16: 0.5000 | "},
        Row{"tensor([0.5000], grad_fn=<SoftmaxBackward0>)", "(1,) tensor by PyTorch: 0.5000 | "},
        Row{"tensor([0.5000], device='cuda:0', dtype=torch.bfloat16, requires_grad=True)",
            "(1,) tensor by PyTorch bfloat16: 0.5000 | "},
        Row{"tensor([])", "(0,) tensor by PyTorch: | "}, Row{"tensor([], size=(2, 0))", "(2, 0) tensor by PyTorch: | "},
        Row{"tensor([], size=(0, 3), dtype=torch.float64)", "(0, 3) tensor by PyTorch float64: | "},
        Row{"tensor(1.00000e-02 *\n       [1.2500, 9.5000])", "(2,) tensor by PyTorch: 1.2500@-2 9.5000@-2 | "},
        Row{"tensor(1.00000e-02 *\n       6.2500)", "() tensor by PyTorch: 6.2500@-2 | "},
        Row{"tensor([[1., 2.]  # first\n       ,[3., 4.]])", "(2, 2) tensor by PyTorch: 1. 2. 3. 4. | "},
        Row{"tensor([1, 2])", "(2,) tensor by PyTorch: 1 2 | "}}) {
    CAPTURE(row.text);
    CHECK(call(row.text) == row.answer);
  }
}

TEST_CASE("the prints of other libraries") {
  struct Row {
    const char* text;
    const char* answer;
  };
  for (const Row& row :
       {Row{"array([0.125, 0.875])", "(2,) by NumPy: 0.125 0.875 | "},
        Row{"array([ 0.125,  0.875], dtype=float32)", "(2,) by NumPy float32: 0.125 0.875 | "},
        Row{"array(0.5)", "() by NumPy: 0.5 | "},
        Row{"array([], shape=(0, 3), dtype=float64)", "(0, 3) by NumPy float64: | "},
        Row{"matrix([[0.125, 0.875]])", "(1, 2) by NumPy: 0.125 0.875 | "},
        Row{"tf.Tensor([0.125 0.875], shape=(2,), dtype=float32)", "(2,) by TensorFlow float32: 0.125 0.875 | "},
        Row{"tf.Tensor(\n[[0.125 0.875]\n [0.5   0.5  ]], shape=(2, 2), dtype=float64)",
            "(2, 2) by TensorFlow float64: 0.125 0.875 0.5 0.5 | "},
        Row{"tf.Tensor(0.625, shape=(), dtype=float32)", "() by TensorFlow float32: 0.625 | "},
        Row{"<tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.25, 0.75], dtype=float32)> x",
            "(2,) by TensorFlow float32: 0.25 0.75 |  x"},
        Row{"<tf.Tensor: id=7, shape=(), dtype=float32, numpy=0.25>", "() by TensorFlow float32: 0.25 | "},
        Row{"<tf.Variable 'weights:0' shape=(1, 2) dtype=float32, numpy=array([[0.25, 0.75]], dtype=float32)>",
            "(1, 2) by TensorFlow float32: 0.25 0.75 | "},
        Row{"<tf.Tensor: shape=(1,), dtype=float16, numpy=\narray([1.], dtype=float16)>",
            "(1,) by TensorFlow float16: 1. | "},
        Row{"Array([0.25, 0.75], dtype=float32)", "(2,) by JAX float32: 0.25 0.75 | "},
        Row{"Array(0.25, dtype=float32, weak_type=True)", "() by JAX float32: 0.25 | "},
        Row{"DeviceArray([0.25, 0.75], dtype=bfloat16)", "(2,) by JAX bfloat16: 0.25 0.75 | "},
        Row{"Tensor(shape=[2], dtype=float32, place=Place(gpu:0), stop_gradient=True,\n       [0.25000000, "
            "0.75000000])",
            "(2,) by Paddle float32: 0.25000000 0.75000000 | "},
        Row{"Tensor(shape=[], dtype=float64, place=CPUPlace, stop_gradient=False,\n       0.25000000)",
            "() by Paddle float64: 0.25000000 | "}}) {
    CAPTURE(row.text);
    CHECK(call(row.text) == row.answer);
  }
}

TEST_CASE("source code is exact") {
  CHECK(call("torch.tensor([0.5, 1])") == "(2,) tensor: 0.5 1 | ");
  CHECK(call("np.array([[1, 2], [3, 4]], dtype=np.float32)") == "(2, 2) float32: 1 2 3 4 | ");
  CHECK(call("Variable(torch.Tensor([1, 2]))") == "(2,): 1 2 | ");
  CHECK(call("torch.tensor([1, float('-inf')])") == "(2,) tensor: 1 -inf | ");
  CHECK(call("tf.constant(0.5)") == "(): 0.5 | ");
  CHECK(call("np.array(((1, 2), (3, 4)))") == "none");
}

TEST_CASE("calls without numbers are no tensors") {
  for (const char* text :
       {"torch.Tensor(2, 3)", "torch.tensor(x)", "torch.tensor([x, y])", "np.array(f(1))", "tensor()", "torch.tensor(",
        "torch.FloatTensor(3)", "tensor(data=", "tensor(numpy=x)", "<tf.Tensor 'Softmax:0' shape=(2,) dtype=float32>",
        "np.array(", "tensor(x=", "tf.Tensor('a:0')"}) {
    CAPTURE(text);
    CHECK(call(text) == "none");
  }
}

TEST_CASE("calls are followed into four others") {
  CHECK(call("Variable(np.array(array(array(array([1])))))") == "(1,): 1 | ");
  CHECK(call("Variable(np.array(array(array(array(array([1]))))))") == "none");
  CHECK(call("tensor(" + std::string(1100, ' ') + "[1.])") == "none");  // what stands between is no print's
}

TEST_CASE("prints that can't be read are refused with their place") {
  const std::string summarised =
      "the print leaves numbers out here; print all of them: torch.set_printoptions(threshold=math.inf), "
      "numpy.set_printoptions(threshold=sys.maxsize)";
  struct Row {
    const char* text;
    std::string answer;
  };
  for (const Row& row :
       {Row{"np.array(x, [", "1:14: the print is cut off: expected \"]\", found the end of the input"},
        Row{"tensor([1., 2.", "1:15: the print is cut off: expected \"]\", found the end of the input"},
        Row{"tensor([1., 2.]", "1:16: the print is cut off: expected \")\", found the end of the input"},
        Row{"tensor([1.],\n grad_fn=<F", "2:12: the print is cut off: expected \")\", found the end of the input"},
        Row{"<tf.Tensor: numpy=array([1.])", "1:30: the print is cut off: expected \">\", found the end of the input"},
        Row{"tensor([0.1, ..., 0.9])", "1:14: " + summarised},
        Row{"tensor([..., 0.9])", "1:9: " + summarised},
        Row{"tensor([[0.1, 0.2],\n        ...,\n        [0.3, 0.4]])", "2:9: " + summarised},
        Row{"array([0.1, 0.2, ..., 0.9])", "1:18: " + summarised},
        Row{"tensor([True, False])", "1:9: expected a number, found \"True\""},
        Row{"array(['a', 'b'], dtype='<U1')", "1:8: expected a number, found \"'a'\""},
        Row{"array([1, 0], dtype=bool)", "1:21: expected a print of real numbers, found one of dtype bool"},
        Row{"array([1.5, None], dtype=object)", "1:13: expected a number, found \"None\""},
        Row{"tensor([1.+2.j])", "1:9: expected a number, found \"1.+2.j\""},
        Row{"tensor([1.], dtype=torch.complex64)",
            "1:20: expected a print of real numbers, found one of dtype torch.complex64"},
        Row{"tensor(indices=tensor([[0, 1]]), values=tensor([1., 2.]))",
            "1:8: expected a print of every number, found one of a sparse tensor"},
        Row{"Tensor(shape=[2, 2], dtype=float32, [1., 2.])",
            "1:14: the print says shape (2, 2), its numbers have shape (2,)"},
        Row{"tf.Tensor([1. 2.], shape=(3,), dtype=float32)",
            "1:26: the print says shape (3,), its numbers have shape (2,)"},
        Row{"tensor([], size=(2, 3))", "1:17: the print says shape (2, 3), its numbers have shape (0,)"},
        Row{"tensor([], size=(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, "
            "1, "
            "1, 1, 1))",
            "1:17: expected a tensor of rank 32 at most, found 33 sizes"},
        Row{"tensor([[1., 2.],\n        [3.]])", "2:9: [1] has 1 element, its siblings have 2"},
        Row{"tensor(2.0e-02 *\n [1.])", "1:8: expected a common factor that is a power of ten, such as 1.00000e-02"}}) {
    CAPTURE(row.text);
    CHECK(call(row.text) == row.answer);
  }
}
