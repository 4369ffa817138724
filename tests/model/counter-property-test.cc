// SPDX-License-Identifier: LGPL-2.1-or-later
// Ten thousand random lives of a counter: what is published never falls, is exact where the truth
// can be known, and is marked where it cannot.
#include "model/wattle-counter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace
{

constexpr double MAX_POWER = 100000;
constexpr double AHEAD_SECONDS = 60;

class Life
{
  public:
    explicit Life (unsigned seed) : random_ (seed)
    {
        static const double resolutions[] = { 0.1, 1, 10, 100, 1000 };

        resolution_ = resolutions[between (0, 4)];
        interval_ = between (1, 60);
        refresh_ = between (1, 4) == 1 ? between (interval_, 120) : 0;
        bool stated = between (0, 1);
        // A counter of 32 bits can only be known as such if its step is known.
        double moduli[] = { 1e6, 1e9, 4294967296.0, stated ? 4294967296.0 * resolution_ : 1e8 };
        modulus_ = moduli[between (0, 3)];
        device_ = between (0, 4) == 0 ? modulus_ - between (100, 20000) : between (0, 900000);
        wattle_counter_init (&counter_, MAX_POWER, stated ? resolution_ : 0);
        disk_ = counter_;
    }

    void
    live ()
    {
        settle (12);
        for (int event = 0; event < 6 && !testing::Test::HasFatalFailure (); event++) {
            happen (between (0, 8));
            // Long enough to be believed, and for the ceiling of a crash to be caught up with.
            settle (40);
        }
        check_total ();
    }

  private:
    int
    between (int low, int high)
    {
        return std::uniform_int_distribution<int> (low, high) (random_);
    }

    // Time passes, energy flows; the device counts it in steps and shows it now and then.
    void
    pass (double seconds)
    {
        double energy = power_ * seconds / 3600;

        now_ += (gint64)(seconds * G_USEC_PER_SEC);
        truth_ += energy;
        device_ = std::fmod (device_ + energy, modulus_);
        if (between (0, 9) == 0)
            power_ = between (0, 3) == 0 ? 0 : between (1000, 60000);
        if (refresh_ == 0 || (double)(now_ - shown_at_) >= refresh_ * 1e6)
            show ();
    }

    void
    show ()
    {
        shown_ = std::floor (device_ / resolution_) * resolution_;
        shown_truth_ = truth_;
        shown_at_ = now_;
    }

    void
    read (double raw, bool replaced = false)
    {
        WattleCounterStep step = wattle_counter_take (&counter_, raw, now_, replaced);
        double wanted = counter_.raw + counter_.offset;

        ASSERT_GE (step.value, published_) << "the total fell";
        if (step.quality == WATTLE_QUALITY_GOOD && published_ > 0) {
            ASSERT_NEAR (step.value, wanted, 1e-6) << "not what it claims to be";
        }
        published_ = step.value;
        quality_ = step.quality;
        if (wanted + ahead () / 2 > counter_.ceiling || std::isinf (counter_.ceiling) ||
            counter_.offset != disk_.offset)
            keep ();
    }

    double
    ahead ()
    {
        return std::fmax (power_, 1000) * AHEAD_SECONDS / 3600;
    }

    // What the host has on disk; nothing above its ceiling may be published.
    void
    keep ()
    {
        counter_.ceiling =
            std::fmax (counter_.published, counter_.raw + counter_.offset + ahead ());
        disk_ = counter_;
    }

    void
    poll (bool replaced = false)
    {
        pass (interval_);
        read (shown_, replaced);
    }

    void
    settle (int readings)
    {
        for (int i = 0; i < readings || (quality_ != WATTLE_QUALITY_GOOD && i < 4000); i++) {
            if (i == readings)
                power_ = 5000; // an idle house would never catch up
            poll ();
        }
    }

    // Wrong values for a moment, or zeros for a long time, then the truth again.
    void
    glitch ()
    {
        int count = between (1, 2);

        for (int i = 0; i < count; i++) {
            pass (interval_);
            read (between (0, 1) ? 0 : counter_.raw + 1e7 + between (0, 1000000));
        }
    }

    void
    stay_at_zero ()
    {
        for (int i = between (3, 60); i > 0; i--) {
            pass (interval_);
            read (0);
            if (shown_ > 0 && counter_.raw > 2 * counter_.resolution) {
                ASSERT_NE (quality_, WATTLE_QUALITY_GOOD);
            }
        }
    }

    // A wrong line that looks right for long enough to be believed.
    void
    follow_a_wrong_line ()
    {
        double line = counter_.raw + 5e7;

        for (int i = between (3, 9); i > 0; i--) {
            pass (interval_);
            line += power_ * interval_ / 3600;
            read (std::floor (line / resolution_) * resolution_);
        }
    }

    void
    be_away ()
    {
        for (int i = between (1, 50); i > 0; i--)
            pass (interval_);
    }

    void
    stop_host ()
    {
        counter_.ceiling = published_;
        counter_.holding = FALSE;
        be_away ();
        keep ();
    }

    void
    kill_host ()
    {
        counter_ = disk_;
        counter_.holding = FALSE;
        counter_.published = counter_.ceiling;
        be_away ();
    }

    // A reset now could be taken for a roll-over, and would rightly be.
    bool
    may_roll_over ()
    {
        double reach = 50000 + MAX_POWER * 1.5 * (double)(now_ - counter_.moved) / 3.6e9;

        for (double limit : { 1e5, 1e6, 1e7, 1e8, 1e9, 4294967296.0, 4294967296.0 * resolution_,
                              4294967296.0 * counter_.resolution })
            if (device_ < limit && limit - device_ < reach)
                return true;
        return false;
    }

    // One that is not by chance where the counter, or the line it left before, may be by now:
    // nobody could tell these apart.
    double
    another_figure ()
    {
        // A counter that stood still for long may rise by much.
        double reach = 50000 + MAX_POWER * 1.5 * (double)(now_ - counter_.moved) / 3.6e9;
        double figure;
        int tries = 0;

        do {
            figure = between (0, 2000000000);
            if (++tries > 1000)
                return device_; // none: the counter is set to what it shows
        } while (std::fabs (figure - device_) < reach || figure < 50000 ||
                 figure > modulus_ - 50000 ||
                 (counter_.has_previous && std::fabs (figure - counter_.previous_raw) < 50000));
        return figure;
    }

    // What is lost between the last reading and the change cannot be known by anybody.
    void
    change_line (double figure, bool replaced)
    {
        unknowable_ += (truth_ - shown_truth_) + power_ * (interval_ + refresh_) / 3600 +
                       4 * resolution_ + 2 * counter_.resolution + ahead ();
        device_ = figure;
        show ();
        if (replaced)
            poll (true);
    }

    void
    happen (int event)
    {
        switch (event) {
        case 0:
        case 1:
            return glitch ();
        case 2:
            return stay_at_zero ();
        case 3:
            return may_roll_over () ? be_away () : follow_a_wrong_line ();
        case 4:
            return be_away ();
        case 5:
            return between (0, 1) ? stop_host () : kill_host ();
        case 6:
            // From a low figure it soon comes back to where it was, as if it had been away.
            if (may_roll_over () || device_ < 50000)
                return be_away ();
            power_ = 20000; // a counter that stays at 0 is not believed to be new
            return change_line (0, false);
        case 7:
            return change_line (another_figure (), false);
        default:
            return change_line (another_figure (), true);
        }
    }

    void
    check_total ()
    {
        double start = truth_start_;
        double expected = first_ + shown_truth_ - start;

        ASSERT_EQ (quality_, WATTLE_QUALITY_GOOD);
        ASSERT_NEAR (published_, expected, 2 * resolution_ + unknowable_ + 1e-3);
    }

  public:
    void
    begin ()
    {
        show ();
        first_ = shown_;
        truth_start_ = truth_;
        read (shown_);
    }

  private:
    std::mt19937 random_;
    WattleCounter counter_;
    WattleCounter disk_;
    WattleQuality quality_ = WATTLE_QUALITY_MISSING;
    double resolution_;
    int interval_;
    int refresh_;
    double modulus_;
    double device_;
    double power_ = 3000;
    double truth_ = 0;
    double truth_start_ = 0;
    double shown_ = 0;
    double shown_truth_ = 0;
    gint64 shown_at_ = 0;
    gint64 now_ = 1000000;
    double first_ = 0;
    double published_ = 0;
    double unknowable_ = 0;
};

} // namespace

TEST (CounterLives, NeverFallAndLoseNothingThatCanBeKnown)
{
    for (unsigned seed = 0; seed < 10000; seed++) {
        SCOPED_TRACE (seed);
        Life life (seed);

        life.begin ();
        life.live ();
        if (testing::Test::HasFatalFailure ())
            return;
    }
}
