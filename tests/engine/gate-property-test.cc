// SPDX-License-Identifier: LGPL-2.1-or-later
// A hundred thousand random steps of a house with relays that obey or not, people at the devices,
// restarts and clocks that are set. What the gate commands and how it explains itself is held
// against a slow model that knows the relays themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "engine/wattle-gate-file.h"
#include "engine/wattle-gate.h"

namespace
{

constexpr gint64 SECOND = G_USEC_PER_SEC;
constexpr gint64 HOUR = 3600 * SECOND;
constexpr gint64 DAY = 24 * HOUR;

// What may happen in a step, from 0 on.
constexpr int RESTART = 0;
constexpr int LAST_ACT = 30;

struct Wish {
    int layer;
    std::string author;
    bool on;
    int priority;
    int order;
    bool continuous;
    gint64 until; // in the true time of the world
    bool until_change;
    int against; // -1: nothing was wanted
    unsigned number;
};

struct Relay {
    std::string name;
    WattleGateProtection rules = {};
    bool on = false;
    bool under_way = false;
    bool ordered = false;
    bool obeys = true;
    bool known = false;
    bool available = true;
    bool present = true;
    bool seen = false;          // what was last read
    std::vector<gint64> starts; // true ones
    std::vector<gint64> ends;
    std::vector<gint64> said_on; // ordered or read: what the gate can know
    std::vector<gint64> said_off;
    gint64 begun = 0;
    std::vector<Wish> wishes;
};

class World
{
  public:
    explicit World (unsigned seed) : random_ (seed)
    {
        static const char *const names[] = { "house/boiler", "house/heat_pump", "blind/up",
                                             "blind/down" };

        for (const char *name : names) {
            Relay relay;

            relay.name = name;
            relay.rules.min_on = between (0, 2) * 40 * SECOND;
            relay.rules.min_off = between (0, 2) * 50 * SECOND;
            relay.rules.delay = between (0, 2) * 15 * SECOND;
            relay.rules.starts_per_hour = (guint)between (0, 3);
            relay.rules.starts_per_day = (guint)between (0, 1) * 10;
            relay.rules.protect_manual = between (0, 1);
            relay.begun = now_;
            relay.on = between (0, 1);
            relays_.push_back (relay);
        }
        for (int i = 2; i < 4; i++) {
            relays_[i].rules.interlock = (char *)"blind";
            relays_[i].rules.dead_time = 7 * SECOND;
            relays_[i].on = false;
        }
        run ();
    }

    ~World ()
    {
        wattle_gate_free (gate_);
    }

    void
    live (int steps)
    {
        int next = between (1, LAST_ACT);

        for (int i = 0; i < steps && !testing::Test::HasFailure (); i++) {
            int act = next;

            SCOPED_TRACE (i);
            step (relays_[between (0, 3)], act);
            // Known beforehand, as only what a restart reads has to be written.
            next = between (0, LAST_ACT);
            decide (next == RESTART);
        }
    }

    int commands_ = 0;
    int waits_ = 0;
    std::map<int, int> kinds_;

  private:
    int
    between (int low, int high)
    {
        return std::uniform_int_distribution<int> (low, high) (random_);
    }

    gint64
    elapsed () const
    {
        return now_ - start_;
    }

    WattleGateOutput *
    find (const Relay &relay)
    {
        return wattle_gate_find (gate_, relay.name.c_str ());
    }

    // A run of the host begins.
    void
    run ()
    {
        for (Relay &relay : relays_) {
            relay.begun = now_;
            add (relay);
        }
    }

    void
    add (Relay &relay)
    {
        WattleGateOutput *output =
            wattle_gate_add (gate_, relay.name.c_str (), &relay.rules, 0, nullptr, elapsed ());

        relay.present = true;
        relay.known = false;
        relay.under_way = false;
        wattle_gate_output_set_available (output, relay.available);
        wattle_gate_set_fresh (gate_, output);
    }

    // Its device is switched off in the configuration, or on again; the relay stays as it is.
    void
    remove_or_add (Relay &relay)
    {
        if (!relay.present)
            return add (relay);
        if (relay.under_way || between (0, 3) > 0)
            return;
        if (relay.available)
            read (relay);
        wattle_gate_remove (gate_, relay.name.c_str (), FALSE, elapsed ());
        relay.present = false;
        relay.known = false;
    }

    void
    restart ()
    {
        guint skipped;
        gint64 down = between (0, 3) * 30 * SECOND;

        // A command was given, and nobody heard how it ended.
        for (Relay &relay : relays_)
            if (relay.under_way && relay.obeys && between (0, 1))
                move (relay, relay.ordered);
        now_ += down;
        wattle_gate_free (gate_);
        gate_ = wattle_gate_new ();
        start_ = now_ - between (0, 1000) * SECOND;
        ASSERT_TRUE (wattle_gate_file_read (gate_, saved_.data (), saved_.size (), elapsed (),
                                            now_ + skew_, &skipped, nullptr));
        ASSERT_EQ (skipped, 0u);
        run ();
    }

    void
    move (Relay &relay, bool on)
    {
        if (relay.on == on)
            return;
        relay.on = on;
        (on ? relay.starts : relay.ends).push_back (now_);
    }

    void
    read (Relay &relay)
    {
        g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_boolean (relay.on));
        WattleGateOutput *output = find (relay);
        bool pending = output->command == WATTLE_GATE_UNDER_WAY ||
                       output->command == WATTLE_GATE_AWAITED ||
                       output->command == WATTLE_GATE_POSTPONED;
        bool late = (output->command == WATTLE_GATE_CONTRADICTED ||
                     output->command == WATTLE_GATE_DROPPED) &&
                    wattle_gate_value_is_on (output->commanded) == relay.on;

        bool commanded =
            output->commanded != nullptr && wattle_gate_value_is_on (output->commanded) == relay.on;
        // What was not watched may have switched just now.
        bool first_seen =
            output->command == WATTLE_GATE_UNDER_WAY && !output->confirmed_early && commanded;
        bool switched = relay.seen != relay.on && output->actual != nullptr;
        bool goes_on = pending && !output->inherited &&
                       (output->command == WATTLE_GATE_UNDER_WAY || !commanded);
        bool over = !relay.known && !switched && output->start_counted &&
                    !(goes_on && wattle_gate_value_is_on (output->commanded));

        if (over)
            relay.said_on.push_back (now_);
        if (switched || first_seen || over)
            (relay.on ? relay.said_on : relay.said_off).push_back (now_);
        if (relay.known && relay.seen != relay.on && !pending && !late)
            notice_hand (relay);
        relay.known = true;
        relay.seen = relay.on;
        wattle_gate_take_reading (gate_, output, value, elapsed ());
    }

    void
    notice_hand (Relay &relay)
    {
        const Wish *top = find_top (relay);

        if (top != nullptr && (top->continuous || top->on == relay.on))
            return;
        put (relay, { WATTLE_GATE_MANUAL, "device", relay.on, 0, 0, false, now_ + 2 * HOUR, true,
                      automations_want (relay), 0 });
    }

    // The model of claims

    void
    put (Relay &relay, Wish wish)
    {
        for (Wish &old : relay.wishes)
            if (old.layer == wish.layer && old.author == wish.author &&
                old.layer != WATTLE_GATE_MANUAL && old.on == wish.on &&
                old.priority == wish.priority && old.order == wish.order &&
                old.continuous == wish.continuous && old.until == wish.until)
                return;
        drop (relay, wish.layer, wish.author);
        wish.number = ++last_number_;
        relay.wishes.push_back (wish);
    }

    static bool
    drop (Relay &relay, int layer, const std::string &author)
    {
        for (size_t i = 0; i < relay.wishes.size (); i++)
            if (relay.wishes[i].layer == layer && relay.wishes[i].author == author) {
                relay.wishes.erase (relay.wishes.begin () + (long)i);
                return true;
            }
        return false;
    }

    static std::tuple<int, int, int, unsigned>
    rank (const Wish &wish)
    {
        bool person = wish.layer == WATTLE_GATE_MANUAL;

        return { wish.layer, person ? 0 : wish.priority, person ? 0 : wish.order, wish.number };
    }

    static const Wish *
    find_top (const Relay &relay)
    {
        const Wish *top = nullptr;

        for (const Wish &wish : relay.wishes)
            if (top == nullptr || rank (wish) > rank (*top))
                top = &wish;
        return top;
    }

    static int
    automations_want (const Relay &relay)
    {
        const Wish *top = nullptr;

        for (const Wish &wish : relay.wishes)
            if (wish.layer == WATTLE_GATE_AUTOMATION &&
                (top == nullptr || rank (wish) > rank (*top)))
                top = &wish;
        return top == nullptr ? -1 : top->on;
    }

    void
    expire (Relay &relay)
    {
        for (int round = 0; round < 2; round++) // automations first
            for (size_t i = relay.wishes.size (); i > 0; i--) {
                Wish &wish = relay.wishes[i - 1];

                if (wish.until <= now_ ||
                    (round == 1 && wish.until_change && wish.against != automations_want (relay)))
                    relay.wishes.erase (relay.wishes.begin () + (long)i - 1);
            }
    }

    // What happens

    void
    claim (Relay &relay)
    {
        static const char *const authors[] = { "a", "b", "c" };
        static const int layers[] = { WATTLE_GATE_AUTOMATION, WATTLE_GATE_AUTOMATION,
                                      WATTLE_GATE_AUTOMATION, WATTLE_GATE_MANUAL,
                                      WATTLE_GATE_PERMANENT,  WATTLE_GATE_SAFETY };
        int layer = layers[between (0, 5)];
        const char *author = authors[between (0, 2)];
        bool on = between (0, 1);
        WattleGateClaim *made = wattle_gate_claim_new ((WattleGateLayer)layer, author,
                                                       g_variant_new_boolean (on), elapsed ());

        made->priority = between (0, 2);
        made->order = between (0, 2);
        made->continuous = layer != WATTLE_GATE_MANUAL && between (0, 3) == 0;
        Wish wish = {
            layer, author, on, made->priority, made->order, (bool)made->continuous, G_MAXINT64,
            false, -1,     0
        };
        if (layer == WATTLE_GATE_MANUAL) {
            wish.until = now_ + 2 * HOUR;
            wish.until_change = true;
            wish.against = automations_want (relay);
            wattle_gate_claim_override (gate_, find (relay), made);
        } else {
            if (layer >= WATTLE_GATE_PERMANENT) {
                made->until = elapsed () + 90 * SECOND;
                wish.until = now_ + 90 * SECOND;
            }
            wattle_gate_claim (gate_, find (relay), made);
        }
        put (relay, wish);
    }

    void
    release (Relay &relay)
    {
        if (relay.wishes.empty ())
            return;
        Wish wish = relay.wishes[(size_t)between (0, (int)relay.wishes.size () - 1)];

        EXPECT_TRUE (drop (relay, wish.layer, wish.author));
        EXPECT_TRUE (wattle_gate_release (gate_, find (relay), (WattleGateLayer)wish.layer,
                                          wish.author.c_str ()));
    }

    void
    end_command (Relay &relay)
    {
        WattleGateOutput *output = find (relay);
        WattleGateResult result = (WattleGateResult)(between (0, 5) == 0 ? between (1, 3) : 0);

        if (!relay.under_way)
            return;
        relay.under_way = false;
        if (relay.obeys &&
            (result == WATTLE_GATE_DONE || (result == WATTLE_GATE_FAILED && between (0, 1))))
            move (relay, relay.ordered);
        if (between (0, 2) > 0 && relay.available)
            read (relay);
        guint before = output->claims->len;
        wattle_gate_take_result (gate_, output, result, elapsed ());
        if (output->command == WATTLE_GATE_AWAITED && result != WATTLE_GATE_NOT_SENT)
            (relay.ordered ? relay.said_on : relay.said_off).push_back (now_);
        if (output->claims->len < before) {
            ASSERT_TRUE (result == WATTLE_GATE_NOT_SENT || result == WATTLE_GATE_REFUSED);
            for (size_t i = 0; i < relay.wishes.size (); i++)
                if (wattle_gate_claims_find (output->claims, (WattleGateLayer)relay.wishes[i].layer,
                                             relay.wishes[i].author.c_str ()) == nullptr) {
                    ASSERT_EQ (relay.wishes[i].layer, WATTLE_GATE_MANUAL);
                    relay.wishes.erase (relay.wishes.begin () + (long)i);
                    break;
                }
        }
    }

    // Somebody at the device; what it was before has been seen.
    void
    move_by_hand (Relay &relay)
    {
        bool grouped = relay.rules.interlock != nullptr;

        if (relay.under_way || !relay.available || !relay.present || grouped)
            return;
        read (relay);
        move (relay, !relay.on);
        read (relay);
    }

    void
    go_away_or_come (Relay &relay)
    {
        if (relay.under_way || !relay.present)
            return;
        relay.available = !relay.available;
        if (!relay.available) {
            wattle_gate_take_reading (gate_, find (relay), nullptr, elapsed ());
            relay.known = false;
        }
        wattle_gate_output_set_available (find (relay), relay.available);
    }

    void
    step (Relay &relay, int act)
    {
        switch (act) {
        case RESTART:
            return restart ();
        case 1:
            return move_by_hand (relay);
        case 2:
            return go_away_or_come (relay);
        case 3:
            relay.obeys = between (0, 4) > 0;
            return;
        case 4:
            skew_ += between (0, 1000) * 10 * SECOND; // the wall clock is set
            return;
        case 5:
        case 6:
        case 7:
            return release (relay);
        case 8:
        case 9:
        case 10:
        case 11:
            return claim (relay);
        case 12:
            now_ += between (1, 1000) * SECOND;
            return;
        case 13:
        case 14:
        case 15:
        case 16:
        case 17:
            now_ += between (0, 20) * SECOND / 2;
            return;
        case 18:
        case 19:
        case 20:
        case 21:
            if (relay.available && relay.present)
                read (relay);
            return;
        case 22:
        case 23:
            return remove_or_add (relay);
        default:
            return end_command (relay);
        }
    }

    std::string
    save ()
    {
        g_autofree char *text = wattle_gate_file_write (gate_, elapsed (), now_ + skew_);

        return text;
    }

    // @dies: before the answers to what is ordered have come.
    void
    decide (bool dies)
    {
        g_autoptr (GPtrArray) orders = g_ptr_array_new ();

        for (Relay &relay : relays_)
            expire (relay);
        wattle_gate_decide (gate_, elapsed (), orders);
        if (dies)
            saved_ = save (); // durable before any request
        for (guint i = 0; i < orders->len; i++)
            take_order (static_cast<WattleGateOutput *> (orders->pdata[i]));
        for (Relay &relay : relays_)
            check_reason (relay);
    }

    void
    take_order (WattleGateOutput *output)
    {
        for (Relay &relay : relays_)
            if (relay.name == output->name) {
                relay.ordered = wattle_gate_value_is_on (output->commanded);
                check_order (relay, output);
                relay.under_way = true;
                (relay.ordered ? relay.said_on : relay.said_off).push_back (now_);
                commands_++;
            }
    }

    // What must hold of every command, by the relays themselves.

    void
    check_order (Relay &relay, WattleGateOutput *output)
    {
        const Wish *top = find_top (relay);
        bool pushed = output->pushed_by != nullptr;
        int layer = output->wisher;

        ASSERT_FALSE (relay.under_way) << relay.name;
        if (pushed) {
            ASSERT_FALSE (relay.ordered);
            check_push (relay, layer);
        } else {
            ASSERT_NE (top, nullptr) << relay.name << " is commanded for nobody";
            ASSERT_EQ (relay.ordered, top->on) << relay.name;
            ASSERT_EQ (layer, top->layer);
        }
        if (output->tries == 1 && is_bound (relay, layer))
            check_protection (relay);
        if (relay.ordered && relay.rules.interlock != nullptr)
            check_interlock (relay);
    }

    static bool
    is_bound (const Relay &relay, int layer)
    {
        if (layer == WATTLE_GATE_SAFETY && !relay.ordered)
            return false;
        return layer < WATTLE_GATE_MANUAL || relay.rules.protect_manual;
    }

    static gint64
    last (const std::vector<gint64> &times)
    {
        return times.empty () ? G_MININT64 / 2 : times.back ();
    }

    static int
    count_since (const std::vector<gint64> &times, gint64 from)
    {
        int count = 0;

        for (gint64 time : times)
            count += time > from;
        return count;
    }

    void
    check_protection (const Relay &relay)
    {
        const WattleGateProtection &rules = relay.rules;

        ASSERT_GE (now_ - std::max (last (relay.starts), last (relay.ends)), rules.delay)
            << relay.name;
        if (relay.on && !relay.ordered) {
            ASSERT_GE (now_ - last (relay.starts), rules.min_on) << relay.name;
        }
        if (relay.on || !relay.ordered)
            return;
        ASSERT_GE (now_ - last (relay.ends), rules.min_off) << relay.name;
        if (rules.starts_per_hour > 0) {
            ASSERT_LT (count_since (relay.starts, now_ - HOUR), (int)rules.starts_per_hour);
        }
        if (rules.starts_per_day > 0) {
            ASSERT_LT (count_since (relay.starts, now_ - DAY), (int)rules.starts_per_day);
        }
    }

    void
    check_interlock (const Relay &relay)
    {
        for (const Relay &other : relays_) {
            if (&other == &relay || other.rules.interlock == nullptr)
                continue;
            ASSERT_FALSE (other.on) << relay.name;
            ASSERT_FALSE (other.under_way && other.ordered) << relay.name;
            ASSERT_GE (now_ - last (other.ends), relay.rules.dead_time) << relay.name;
        }
    }

    // Who is pushed off gives way to a stronger wish of its group.
    void
    check_push (const Relay &relay, int layer)
    {
        const Wish *own = find_top (relay);
        const Wish *other = find_top (relays_[&relay == &relays_[2] ? 3 : 2]);

        ASSERT_NE (relay.rules.interlock, nullptr);
        ASSERT_NE (other, nullptr);
        ASSERT_TRUE (other->on);
        ASSERT_EQ (other->layer, layer);
        if (own != nullptr && own->on) {
            ASSERT_GE (other->layer, own->layer);
        }
    }

    // What is said of an output is so.

    void
    check_reason (Relay &relay)
    {
        WattleGateOutput *output = find (relay);
        const Wish *top = find_top (relay);
        WattleGateClaim *held = wattle_gate_claims_get_top (output->claims);

        ASSERT_EQ (held == nullptr, top == nullptr) << relay.name;
        ASSERT_EQ (output->claims->len, relay.wishes.size ()) << relay.name;
        if (top != nullptr) {
            ASSERT_STREQ (held->author, top->author.c_str ());
            ASSERT_EQ ((int)held->layer, top->layer);
            ASSERT_EQ (wattle_gate_value_is_on (held->value), top->on);
            check_end (held, *top);
            check_losers (relay, output, *top);
        }
        if (relay.present)
            check_wait (relay, output);
    }

    void
    check_end (const WattleGateClaim *held, const Wish &top)
    {
        ASSERT_EQ (to_world (held->until), top.until) << "by elapsed time";
        ASSERT_EQ ((bool)held->until_change, top.until_change);
    }

    static std::string
    say_why (const Wish &loser, const Wish &top)
    {
        if (loser.layer != top.layer)
            return "layer";
        if (loser.layer != WATTLE_GATE_MANUAL && loser.priority != top.priority)
            return "priority";
        if (loser.layer != WATTLE_GATE_MANUAL && loser.order != top.order)
            return "order";
        return "earlier";
    }

    void
    check_losers (const Relay &relay, WattleGateOutput *output, const Wish &top)
    {
        g_autoptr (GArray) losers = wattle_gate_claims_list_losers (output->claims);
        std::vector<Wish> ranked (relay.wishes);
        std::map<std::pair<int, std::string>, std::string> said;
        std::map<std::pair<int, std::string>, std::string> true_ones;

        for (guint i = 0; i < losers->len; i++) {
            WattleGateLoser &loser = g_array_index (losers, WattleGateLoser, i);

            said[{ loser.claim->layer, loser.claim->author }] =
                wattle_gate_loss_get_name (loser.loss);
        }
        for (const Wish &wish : relay.wishes)
            if (wish.number != top.number)
                true_ones[{ wish.layer, wish.author }] = say_why (wish, top);
        ASSERT_EQ (said, true_ones);

        std::sort (ranked.begin (), ranked.end (),
                   [] (const Wish &a, const Wish &b) { return rank (a) > rank (b); });
        for (guint i = 0; i < losers->len; i++)
            ASSERT_STREQ (g_array_index (losers, WattleGateLoser, i).claim->author,
                          ranked[i + 1].author.c_str ())
                << "strongest first";
    }

    // An elapsed time in the true time of the world.
    gint64
    to_world (gint64 elapsed) const
    {
        return elapsed == WATTLE_GATE_NEVER ? elapsed : elapsed + start_;
    }

    void
    check_wait (const Relay &relay, WattleGateOutput *output)
    {
        gint64 until = to_world (output->wait.until);
        const WattleGateProtection &rules = relay.rules;
        bool commanded =
            output->command == WATTLE_GATE_UNDER_WAY || output->command == WATTLE_GATE_AWAITED ||
            output->command == WATTLE_GATE_POSTPONED ||
            output->command == WATTLE_GATE_CONTRADICTED || output->command == WATTLE_GATE_DROPPED;

        kinds_[output->wait.kind]++;
        if (output->wait.kind == WATTLE_GATE_WAIT_NONE) {
            bool right = output->wish == nullptr ||
                         (relay.known && wattle_gate_value_is_on (output->wish) == relay.seen);
            ASSERT_TRUE (right || commanded) << relay.name << " waits and does not say for what";
            return;
        }
        waits_++;
        switch (output->wait.kind) {
        case WATTLE_GATE_WAIT_MIN_ON:
            ASSERT_EQ (until, or_begun (relay, last (relay.said_on)) + rules.min_on);
            break;
        case WATTLE_GATE_WAIT_MIN_OFF:
            ASSERT_EQ (until, or_begun (relay, last (relay.said_off)) + rules.min_off);
            break;
        case WATTLE_GATE_WAIT_DELAY:
            ASSERT_EQ (until, std::max (last (relay.said_on), last (relay.said_off)) + rules.delay);
            break;
        case WATTLE_GATE_WAIT_HOUR:
            ASSERT_GE (count_since (relay.said_on, now_ - HOUR), (int)rules.starts_per_hour);
            ASSERT_GT (until, now_);
            ASSERT_LE (until, now_ + HOUR);
            break;
        case WATTLE_GATE_WAIT_DAY:
            ASSERT_GE (count_since (relay.said_on, now_ - DAY), (int)rules.starts_per_day);
            ASSERT_GT (until, now_);
            ASSERT_LE (until, now_ + DAY);
            break;
        case WATTLE_GATE_WAIT_DEAD_TIME:
            ASSERT_NE (output->partner, nullptr);
            ASSERT_EQ (until,
                       last (relays_[&relay == &relays_[2] ? 3 : 2].said_off) + rules.dead_time);
            break;
        case WATTLE_GATE_WAIT_INTERLOCK:
            ASSERT_STREQ (output->partner, relays_[&relay == &relays_[2] ? 3 : 2].name.c_str ());
            break;
        case WATTLE_GATE_WAIT_AWAY:
            ASSERT_TRUE (!relay.available || !relay.known) << relay.name;
            break;
        default:
            FAIL () << "start-up is over";
        }
    }

    static gint64
    or_begun (const Relay &relay, gint64 time)
    {
        return time < 0 ? relay.begun : time;
    }

    std::mt19937 random_;
    WattleGate *gate_ = wattle_gate_new ();
    std::vector<Relay> relays_;
    gint64 now_ = 1764000000 * SECOND; // true time
    gint64 start_ = now_;              // of this run of the host
    gint64 skew_ = 0;                  // of the wall clock
    unsigned last_number_ = 0;
    std::string saved_;
};

} // namespace

TEST (GateWorlds, NeverBreakAProtectionNorTheOrderOfLayersAndTellTheTruth)
{
    int commands = 0;
    std::map<int, int> kinds;

    for (unsigned seed = 0; seed < 300; seed++) {
        SCOPED_TRACE (seed);
        World world (seed);

        world.live (1000);
        if (testing::Test::HasFailure ())
            return;
        commands += world.commands_;
        for (auto [kind, count] : world.kinds_)
            kinds[kind] += count;
    }
    // A test of a house in which nothing happens would prove nothing.
    EXPECT_GT (commands, 4000);
    for (int kind = WATTLE_GATE_WAIT_MIN_ON; kind <= WATTLE_GATE_WAIT_AWAY; kind++)
        if (kind != WATTLE_GATE_WAIT_START_UP) {
            EXPECT_GT (kinds[kind], 20) << wattle_gate_wait_get_name ((WattleGateWaitKind)kind);
        }
}
