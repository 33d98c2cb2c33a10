package dev.espalier.bench.peer;

import dev.espalier.bench.Contender;
import dev.espalier.bench.task.Convolution;
import dev.espalier.bench.task.ConvolutionShape;
import dev.espalier.bench.task.Task;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** oneDNN's convolution in the layouts that it chooses itself; reordering into them is not timed. */
final class OneDnnConvolution implements Contender {

  @Override
  public String name() {
    return "onednn-dense";
  }

  @Override
  public boolean takes(Task task) {
    return task instanceof Convolution;
  }

  @Override
  public Prepared prepare(Task task) {
    Convolution convolution = (Convolution) task;
    ConvolutionShape s = convolution.shapes();
    int any = dnnl.dnnl_format_tag_any;
    int kernel = ConvolutionShape.KERNEL;
    long[] ones = {1, 1};
    long[] none = {0, 0};
    long[] padding = {ConvolutionShape.PADDING, ConvolutionShape.PADDING};
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    OneDnn.require(
        "dnnl_convolution_forward_primitive_desc_create",
        dnnl.dnnl_convolution_forward_primitive_desc_create(
            desc, OneDnn.Device.ENGINE, dnnl.dnnl_forward_inference, dnnl.dnnl_convolution_direct,
            OneDnn.describe(any, s.batch(), s.channels(), s.height(), s.width()),
            OneDnn.describe(any, s.filters(), s.channels(), kernel, kernel),
            new dnnl_memory_desc(),
            OneDnn.describe(any, s.batch(), s.filters(), s.height(), s.width()),
            ones, none, padding, padding, new dnnl_primitive_attr()));
    dnnl_memory_desc x = dnnl.dnnl_primitive_desc_query_md(desc, dnnl.dnnl_query_src_md, 0);
    dnnl_memory_desc w = dnnl.dnnl_primitive_desc_query_md(desc, dnnl.dnnl_query_weights_md, 0);
    dnnl_memory_desc y = dnnl.dnnl_primitive_desc_query_md(desc, dnnl.dnnl_query_dst_md, 0);
    FloatPointer xBuffer =
        OneDnn.reordered(
            Buffers.of(convolution.x()),
            OneDnn.describe(dnnl.dnnl_nchw, s.batch(), s.channels(), s.height(), s.width()),
            x);
    FloatPointer wBuffer =
        OneDnn.reordered(
            Buffers.of(convolution.weights().dense()),
            OneDnn.describe(dnnl.dnnl_oihw, s.filters(), s.channels(), kernel, kernel),
            w);
    FloatPointer yBuffer = Buffers.zeros(Math.toIntExact(dnnl.dnnl_memory_desc_get_size(y) / Float.BYTES));
    dnnl_exec_arg_t arguments =
        OneDnn.arguments(
            new OneDnn.Argument(dnnl.DNNL_ARG_SRC, OneDnn.memory(x, xBuffer)),
            new OneDnn.Argument(dnnl.DNNL_ARG_WEIGHTS, OneDnn.memory(w, wBuffer)),
            new OneDnn.Argument(dnnl.DNNL_ARG_DST, OneDnn.memory(y, yBuffer)));
    return new Run(OneDnn.primitive(desc), desc, arguments, s, xBuffer, wBuffer, y, yBuffer);
  }

  /** The descriptor stays referenced: {@code y} belongs to it. */
  private record Run(
      dnnl_primitive primitive,
      dnnl_primitive_desc desc,
      dnnl_exec_arg_t arguments,
      ConvolutionShape shape,
      FloatPointer x,
      FloatPointer w,
      dnnl_memory_desc yDesc,
      FloatPointer y)
      implements Prepared {

    @Override
    public void run() {
      OneDnn.execute(primitive, arguments, 3);
    }

    @Override
    public List<float[]> result() {
      int numbers = shape.batch() * shape.filters() * shape.plane();
      FloatPointer plain = Buffers.zeros(numbers);
      OneDnn.reorder(
          yDesc,
          y,
          OneDnn.describe(dnnl.dnnl_nchw, shape.batch(), shape.filters(), shape.height(), shape.width()),
          plain);
      float[] result = Buffers.read(plain, numbers);
      plain.deallocate();
      return List.of(result);
    }

    @Override
    public void close() {
      dnnl.dnnl_primitive_destroy(primitive);
      dnnl.dnnl_primitive_desc_destroy(desc);
      x.deallocate();
      w.deallocate();
      y.deallocate();
    }
  }
}
