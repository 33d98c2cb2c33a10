package dev.espalier.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.bench.Contender;
import dev.espalier.bench.Settling;
import dev.espalier.bench.pattern.Pattern;
import dev.espalier.bench.task.Expected;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RaceTest {
  private static final Product TASK = Product.of(16, "random", Pattern.parse("random").draw(8, 8, 0.5, 3));

  @Test
  void aRightResultGetsAFigure() {
    Outcome outcome = race(new Fake("right", 0, true));
    Figure figure = outcome.figures().getFirst();
    assertThat(figure.isTimed()).isTrue();
    assertThat(figure.micros()).isPositive();
    assertThat(figure.error()).isLessThan(Check.TOLERANCE);
    assertThat(outcome.gigaflops(figure)).isEqualTo(TASK.usefulOperations() / figure.micros() / 1e3);
    assertThat(outcome.peakGigaflops()).isPositive();
    assertThat(outcome.peakShare(figure)).isEqualTo(outcome.gigaflops(figure) / outcome.peakGigaflops());
  }

  @Test
  void aWrongResultGetsAProblemAndNoFigure() {
    Figure figure = race(new Fake("wrong", 0.001f, true)).figures().getFirst();
    assertThat(figure.isTimed()).isFalse();
    assertThat(figure.micros()).isNaN();
    assertThat(figure.problem()).startsWith("Y is wrong: relative error").endsWith("at most 1e-05 passes");
  }

  @Test
  void aResultWithNotANumberIsWrong() {
    Figure figure = race(new Fake("nan", Float.NaN, true)).figures().getFirst();
    assertThat(figure.problem()).contains("relative error Infinity");
  }

  @Test
  void aContenderThatFailsLeavesTheOthersTheirFigures() {
    Outcome outcome = race(new Fake("broken", 0, false), new Fake("right", 0, true));
    assertThat(outcome.figures()).extracting(Figure::name).containsExactly("broken", "right");
    assertThat(outcome.figures().get(0).problem()).contains("no such library");
    assertThat(outcome.figures().get(1).isTimed()).isTrue();
  }

  @Test
  void aContenderThatDoesNotTakeTheTaskIsLeftOut() {
    Contender never = new Fake("never", 0, true) {
      @Override
      public boolean takes(Task task) {
        return false;
      }
    };
    assertThat(race(never).figures()).isEmpty();
  }

  @Test
  void whatTheJvmCompilesRunsAsOftenAsItsCompilersCountBeforeItIsTimed() {
    AtomicInteger runs = new AtomicInteger();
    race(new Fake("counted", 0, true) {
      @Override
      public Settling settling() {
        return new Settling(Duration.ofMillis(1), 3_000);
      }

      @Override
      void compute() {
        runs.incrementAndGet();
        long start = System.nanoTime();
        while (System.nanoTime() - start < 50_000) {
          Thread.onSpinWait();
        }
      }
    });
    // Blocks are of two milliseconds: 5 rounds have some 200 runs.
    assertThat(runs).hasValueBetween(3_000, 4_500);
  }

  @Test
  void roundsGoOnForTheWholeBudgetHoweverShortARunIs() {
    AtomicLong first = new AtomicLong();
    AtomicLong last = new AtomicLong();
    Fake clocked = new Fake("clocked", 0, true) {
      @Override
      void compute() {
        first.compareAndSet(0, System.nanoTime());
        last.set(System.nanoTime());
      }
    };
    new Race(new Peak(1), Clock.WALL, 700).run(TASK, List.of(clocked));
    assertThat(last.get() - first.get()).isGreaterThan(690_000_000L);
  }

  private static Outcome race(Contender... contenders) {
    return new Race(new Peak(1), Clock.WALL, 1).run(TASK, List.of(contenders));
  }

  /** Gives the reference with one number moved. */
  private static class Fake implements Contender {
    private final String name;
    private final float moved;
    private final boolean works;

    Fake(String name, float moved, boolean works) {
      this.name = name;
      this.moved = moved;
      this.works = works;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean takes(Task task) {
      return true;
    }

    @Override
    public Settling settling() {
      return new Settling(Duration.ofMillis(1), 1);
    }

    void compute() {
      // Takes no time.
    }

    @Override
    public Prepared prepare(Task task) {
      if (!works) {
        throw new UnsatisfiedLinkError("no such library");
      }
      Expected expected = task.expected().getFirst();
      float[] result = new float[expected.values().length];
      return new Prepared() {
        @Override
        public void run() {
          compute();
          for (int i = 0; i < result.length; i++) {
            result[i] = (float) expected.values()[i];
          }
          result[7] += moved;
        }

        @Override
        public List<float[]> result() {
          return List.of(result);
        }
      };
    }
  }
}
