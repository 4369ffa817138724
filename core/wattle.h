/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The only header of Wattle that a plugin includes. */
#pragma once

#include "base/wattle-clock.h"
#include "base/wattle-error.h"
#include "base/wattle-exception.h"
#include "base/wattle-ident.h"
#include "base/wattle-json.h"
#include "base/wattle-number.h"
#include "base/wattle-options.h"
#include "model/wattle-catalog.h"
#include "model/wattle-command.h"
#include "model/wattle-device.h"
#include "model/wattle-driver.h"
#include "model/wattle-entity.h"
#include "model/wattle-found.h"
#include "model/wattle-frame.h"
#include "model/wattle-quantity.h"
#include "model/wattle-register-map.h"
#include "model/wattle-register.h"
#include "model/wattle-request.h"
#include "model/wattle-source.h"

#ifndef __GI_SCANNER__
#include "calendar/wattle-date-rule.h"
#include "calendar/wattle-date.h"
#include "calendar/wattle-day-types.h"
#include "calendar/wattle-holiday-pack.h"
#include "calendar/wattle-money.h"
#include "calendar/wattle-season.h"
#include "calendar/wattle-tariff-plan.h"
#include "calendar/wattle-timetable.h"
#include "calendar/wattle-zone.h"
#include "model/wattle-meter-library.h"
#include "model/wattle-meter-search.h"
#include "model/wattle-meter.h"
#include "wattle-plugin.h"
#endif
