#include <doctest/doctest.h>

#include "formats/printed/printers.h"
#include "formats/printed/text.h"

using namespace softmax;
using namespace softmax::formats;

TEST_CASE("a name's last component") {
  CHECK(last_component("torch.nn.functional.softmax") == "softmax");
  CHECK(last_component("tensor") == "tensor");
  CHECK(last_component("x.") == "");
}

TEST_CASE("calls that are tensors, printed by a library or written as source code") {
  for (const char* name :
       {"tensor", "array", "Tensor", "Array", "tf.Tensor", "tf.Variable", "DeviceArray", "EagerTensor"}) {
    CAPTURE(name);
    CHECK(is_tensor_name(name));
    CHECK(&printer_of_call(name) != &by_hand);
  }
  for (const char* name : {"torch.tensor", "np.array", "jnp.asarray", "torch.FloatTensor", "tf.constant", "Variable",
                           "paddle.to_tensor", "mx.nd.array", "torch.as_tensor"}) {
    CAPTURE(name);
    CHECK(is_tensor_name(name));
    CHECK(&printer_of_call(name) == &by_hand);
  }
  for (const char* name : {"softmax", "list", "print", "tensors", "torch.Size", "array_split", ""}) {
    CAPTURE(name);
    CHECK_FALSE(is_tensor_name(name));
  }
}

TEST_CASE("NumPy's scalars have the module's name before them") {
  CHECK(is_scalar_name("np.float64"));
  CHECK(is_scalar_name("numpy.float16"));
  CHECK_FALSE(is_scalar_name("float64"));
  CHECK_FALSE(is_scalar_name("np.float"));
}

TEST_CASE("names of sizes and dims") {
  for (const char* name : {"torch.Size", "shape", "x.shape", "TensorShape", "x.reshape", "view", "axis", "np.zeros"}) {
    CAPTURE(name);
    CHECK(is_size_name(name));
  }
  for (const char* name : {"logits", "data", "tensor", "reshaped"}) {
    CAPTURE(name);
    CHECK_FALSE(is_size_name(name));
  }
  CHECK(is_data_name("numpy"));
  CHECK(is_data_name("data"));
  CHECK_FALSE(is_data_name("dtype"));
}

TEST_CASE("the dtype that a text names") {
  struct Row {
    const char* text;
    std::optional<Dtype> dtype;
  };
  for (const Row& row :
       {Row{"torch.float64", Dtype::float64}, Row{"<dtype: 'float32'>", Dtype::float32}, Row{"float16", Dtype::float16},
        Row{"torch.bfloat16", Dtype::bfloat16}, Row{"torch.cuda.DoubleTensor", Dtype::float64},
        Row{"torch.FloatTensor", Dtype::float32}, Row{"CPUHalfType", Dtype::float16},
        Row{"CPUBFloat16Type", Dtype::bfloat16}, Row{"CPUDoubleType", Dtype::float64},
        Row{"np.double(", Dtype::float64}, Row{"VarType.FP64", Dtype::float64}, Row{"int64", std::nullopt},
        Row{"torch.float8_e5m2", std::nullopt}, Row{"torch.LongTensor", std::nullopt}, Row{"", std::nullopt}}) {
    CAPTURE(row.text);
    CHECK(dtype_in(row.text) == row.dtype);
  }
  CHECK(is_foreign_dtype("torch.complex64"));
  CHECK(is_foreign_dtype("object"));
  CHECK(is_foreign_dtype("'<U5'"));
  CHECK(is_foreign_dtype("torch.bool"));
  CHECK_FALSE(is_foreign_dtype("float32"));
  CHECK_FALSE(is_foreign_dtype("torch.int64"));
}
