package dev.espalier.codegen.testmodel;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.Operand.NormalizationPart;
import dev.espalier.runtime.model.NormalizationInfo;
import java.util.SplittableRandom;

/** Batch normalisation in double precision, by the sums as they are defined (Ioffe & Szegedy 2015). */
final class BatchNormOracle {
  private final double epsilon;
  private final int pixels;
  final double[] scale;
  final double[] shift;
  final double[] scaleGradient;
  final double[] shiftGradient;
  private final double[] mean;
  private final double[] deviation;
  private final double[] factor;
  private final double[] offset;
  private final double[] valueFactor;
  private final double[] gradientOffset;

  BatchNormOracle(LayerSpec layer, SplittableRandom random) {
    NormalizationInfo info = layer.layer().normalization(false);
    int channels = layer.shape().channels();
    epsilon = info.epsilon();
    pixels = layer.shape().height() * layer.shape().width();
    scale = random.doubles(channels, -1.5, 1.5).toArray();
    shift = random.doubles(channels, -0.5, 0.5).toArray();
    scaleGradient = new double[channels];
    shiftGradient = new double[channels];
    mean = new double[channels];
    deviation = new double[channels];
    factor = new double[channels];
    offset = new double[channels];
    valueFactor = new double[channels];
    gradientOffset = new double[channels];
  }

  void forward(double[][] x, int samples) {
    double count = (double) pixels * samples;
    for (int c = 0; c < scale.length; c++) {
      double sum = 0;
      double squares = 0;
      for (int p = 0; p < pixels; p++) {
        for (int l = 0; l < samples; l++) {
          sum += x[c * pixels + p][l];
        }
      }
      mean[c] = sum / count;
      for (int p = 0; p < pixels; p++) {
        for (int l = 0; l < samples; l++) {
          squares += Math.pow(x[c * pixels + p][l] - mean[c], 2);
        }
      }
      deviation[c] = Math.sqrt(squares / count + epsilon);
      factor[c] = scale[c] / deviation[c];
      offset[c] = shift[c] - factor[c] * mean[c];
    }
  }

  void backward(double[][] x, double[][] dy, int samples) {
    double count = (double) pixels * samples;
    for (int c = 0; c < scale.length; c++) {
      scaleGradient[c] = 0;
      shiftGradient[c] = 0;
      for (int p = 0; p < pixels; p++) {
        for (int l = 0; l < samples; l++) {
          double given = dy[c * pixels + p][l];
          shiftGradient[c] += given;
          scaleGradient[c] += given * (x[c * pixels + p][l] - mean[c]) / deviation[c];
        }
      }
      valueFactor[c] = -factor[c] * scaleGradient[c] / deviation[c] / count;
      gradientOffset[c] = -factor[c] * shiftGradient[c] / count - valueFactor[c] * mean[c];
    }
  }

  double factor(int channel) {
    return factor[channel];
  }

  double offset(int channel) {
    return offset[channel];
  }

  double[] part(NormalizationPart part) {
    return switch (part) {
      case FACTOR, GRADIENT_FACTOR -> factor;
      case OFFSET -> offset;
      case VALUE_FACTOR -> valueFactor;
      case GRADIENT_OFFSET -> gradientOffset;
    };
  }
}
