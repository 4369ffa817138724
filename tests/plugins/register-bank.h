// SPDX-License-Identifier: LGPL-2.1-or-later
// A device on Modbus TCP that holds what a test puts into it, and says what it was asked.
#pragma once

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/modbus-peer.h"

namespace wattle_test
{

class RegisterBank
{
  public:
    RegisterBank () : peer_ ([this] (const ModbusPeer::Bytes &question) { return take (question); })
    {
    }

    std::string
    uri () const
    {
        return "modbus+tcp://127.0.0.1:" + std::to_string (peer_.port ());
    }

    void
    put (guint function, guint address, const std::vector<guint16> &words)
    {
        for (guint i = 0; i < words.size (); i++)
            values_[{ function, address + i }] = words[i];
    }

    void
    put_float (guint function, guint address, float value)
    {
        guint32 bits;

        std::memcpy (&bits, &value, sizeof bits);
        put (function, address, { (guint16)(bits >> 16), (guint16)bits });
    }

    guint16
    get (guint function, guint address)
    {
        return values_[{ function, address }];
    }

    // From now on there is no such register: exception 2.
    void
    refuse (guint function, guint address, guint count = 1)
    {
        for (guint i = 0; i < count; i++)
            refused_.insert ({ function, address + i });
    }

    void
    accept_all ()
    {
        refused_.clear ();
    }

    void
    clear ()
    {
        values_.clear ();
    }

    // How often it was asked for exactly this, as in "3:100+2".
    long
    asked_for (const std::string &what) const
    {
        return std::count (asked.begin (), asked.end (), what);
    }

    bool obeys = true;               // writes change something
    std::vector<std::string> asked;  // reads
    std::vector<std::string> orders; // writes: function:address=word,word

  private:
    using Bytes = ModbusPeer::Bytes;

    static guint
    word (const Bytes &bytes, size_t at)
    {
        return (guint)bytes[at] << 8 | bytes[at + 1];
    }

    bool
    is_refused (guint function, guint address, guint count) const
    {
        for (guint i = 0; i < count; i++)
            if (refused_.count ({ function, address + i }) > 0)
                return true;
        return false;
    }

    Bytes
    read (guint function, guint address, guint count)
    {
        bool bits = function <= 2;
        guint length = bits ? (count + 7) / 8 : count * 2;
        Bytes data (length + 1);

        asked.push_back (std::to_string (function) + ":" + std::to_string (address) + "+" +
                         std::to_string (count));
        data[0] = (guint8)length;
        for (guint i = 0; i < count; i++) {
            guint16 value = get (function, address + i);

            if (bits) {
                data[1 + i / 8] |= (guint8)((value != 0) << i % 8);
            } else {
                data[1 + i * 2] = (guint8)(value >> 8);
                data[2 + i * 2] = (guint8)value;
            }
        }
        return data;
    }

    Bytes
    write (guint function, guint address, const Bytes &question)
    {
        guint first = function == 16 ? 13 : 10;
        guint count = function == 16 ? word (question, 10) : 1;
        std::string order = std::to_string (function) + ":" + std::to_string (address) + "=";

        for (guint i = 0; i < count; i++) {
            guint value = word (question, first + i * 2);

            order += (i > 0 ? "," : "") + std::to_string (value);
            if (obeys)
                values_[{ function == 5 ? 1 : 3, address + i }] = (guint16)value;
        }
        orders.push_back (order);
        return Bytes (question.begin () + 8, question.begin () + 12);
    }

    Bytes
    take (const Bytes &question)
    {
        guint function = question[7];
        guint address = word (question, 8);
        guint count = function <= 4 || function == 16 ? word (question, 10) : 1;
        guint table = function == 5 ? 1 : function > 4 ? 3 : function;
        Bytes answer (question.begin (), question.begin () + 8);

        if (is_refused (table, address, count)) {
            asked.push_back ("refused");
            answer[7] |= 0x80;
            answer.push_back (2);
        } else {
            Bytes body = function <= 4 ? read (function, address, count)
                                       : write (function, address, question);

            answer.insert (answer.end (), body.begin (), body.end ());
        }
        answer[4] = (guint8)((answer.size () - 6) >> 8);
        answer[5] = (guint8)(answer.size () - 6);
        return answer;
    }

    std::map<std::pair<guint, guint>, guint16> values_;
    std::set<std::pair<guint, guint>> refused_;
    ModbusPeer peer_;
};

} // namespace wattle_test
